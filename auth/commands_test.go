package auth

import (
	"errors"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"overlord/store/fault"
	"overlord/store/storetest"
)

// console plays an operator: what is typed, and what is seen.
type console struct {
	Console
	seen strings.Builder
}

// MustConsole has a database and one admin, "root".
func MustConsole(tb testing.TB) *console {
	tb.Helper()
	m := MustNew(tb, storetest.New(tb, Migrate), defaults(), quick(new(logBuffer)))
	MustUser(tb, m, "root", testPassword, true)
	c := &console{Console: Console{Context: tb.Context(), Module: m, In: strings.NewReader("")}}
	c.Out = &c.seen
	return c
}

// types answers the questions for passwords, one after the other.
func (c *console) types(answers ...string) {
	c.Ask = func(string) (string, error) {
		if len(answers) == 0 {
			return "", errors.New("the terminal was closed")
		}
		next := answers[0]
		answers = answers[1:]
		return next, nil
	}
}

// run runs a command line of `overlord user` and returns what was seen.
func (c *console) run(tb testing.TB, args ...string) (string, error) {
	tb.Helper()
	var grammar Commands
	parser, err := kong.New(&grammar)
	if err != nil {
		tb.Fatal(err)
	}
	command, err := parser.Parse(args)
	if err != nil {
		tb.Fatal(err)
	}
	c.seen.Reset()
	err = command.Run(&c.Console)
	return c.seen.String(), err
}

func (c *console) signsIn(name, password string) bool {
	_, err := c.Module.signIn(c.Context, name, password, "", netip.Addr{}, time.Now())
	return err == nil
}

func TestUserAddAsksTwice(t *testing.T) {
	t.Parallel()
	c := MustConsole(t)
	c.types("a good long one", "a good long one")
	seen, err := c.run(t, "add", "Bob", "--permissions=view")
	if err != nil || seen != "added the user \"Bob\"\n" || !c.signsIn("Bob", "a good long one") {
		t.Errorf("%q, %v", seen, err)
	}
	c.types("a good long one", "a good lung one")
	if _, err := c.run(t, "add", "Eve"); err == nil || !strings.Contains(err.Error(), "differ") || c.signsIn("Eve", "a good long one") {
		t.Errorf("two different answers: %v", err)
	}
	for _, answers := range [][]string{{}, {"a good long one"}} {
		c.types(answers...)
		if _, err := c.run(t, "add", "Eve"); err == nil || c.signsIn("Eve", "a good long one") {
			t.Error("a closed terminal adds a user")
		}
	}
}

func TestUserAddMakesAPassword(t *testing.T) {
	t.Parallel()
	c := MustConsole(t)
	c.types("")
	seen, err := c.run(t, "add", "Bob", "--admin")
	shown := regexp.MustCompile(`shown only now: (\S+)\n$`).FindStringSubmatch(seen)
	if err != nil || shown == nil || !c.signsIn("Bob", shown[1]) {
		t.Errorf("%q, %v", seen, err)
	}
}

func TestUserPasswdReadsALine(t *testing.T) {
	t.Parallel()
	c := MustConsole(t)
	c.In = strings.NewReader("from a script, ok\r\nand more")
	seen, err := c.run(t, "passwd", "root")
	if err != nil || seen != "set the password of \"root\"\n" || !c.signsIn("root", "from a script, ok") || c.signsIn("root", testPassword) {
		t.Errorf("%q, %v", seen, err)
	}
	for input, code := range map[string]fault.Code{"": fault.Invalid, "short\n": fault.Invalid} {
		c.In = strings.NewReader(input)
		if _, err := c.run(t, "passwd", "root"); fault.CodeOf(err) != code {
			t.Errorf("input %q: %v", input, err)
		}
	}
	c.In = strings.NewReader("from a script, ok")
	if _, err := c.run(t, "passwd", "nobody"); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("nobody's password: %v", err)
	}
	c.types("a good long one", "a good long one")
	if _, err := c.run(t, "passwd", "root"); err != nil || !c.signsIn("root", "a good long one") {
		t.Errorf("on a terminal: %v", err)
	}
	c.types()
	if _, err := c.run(t, "passwd", "root"); err == nil {
		t.Error("a closed terminal sets a password")
	}
}

func TestUserListAndDelete(t *testing.T) {
	t.Parallel()
	c := MustConsole(t)
	c.In = strings.NewReader(testPassword)
	if _, err := c.run(t, "add", "Bob", "--permissions=view,edit"); err != nil {
		t.Fatal(err)
	}
	today := time.Now().UTC().Format(time.DateOnly)
	seen, err := c.run(t, "list")
	want := "NAME  MAY                      SINCE\nBob   view edit                " + today + "\nroot  view command edit admin  " + today + "\n"
	if err != nil || seen != want {
		t.Errorf("%v\n%s\nwant\n%s", err, seen, want)
	}
	if seen, err := c.run(t, "delete", "Bob"); err != nil || seen != "deleted the user \"Bob\"\n" {
		t.Errorf("%q, %v", seen, err)
	}
	if _, err := c.run(t, "delete", "root"); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("the last admin: %v", err)
	}
	c.Module.db.pool.Close()
	if _, err := c.run(t, "list"); err == nil {
		t.Error("a list without a database")
	}
}
