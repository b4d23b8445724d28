package settings

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// storage is a module's settings as a module declares them.
type storage struct {
	DatabaseURL      string        `help:"Where the database is."`
	PostgresPassword string        `help:"Fills a URL without a password." secret:""`
	PoolSize         int           `help:"Connections." default:"12" min:"1" max:"100"`
	LogMaxBytes      int64         `help:"Bound of the log." default:"4GiB" type:"bytes" min:"1MiB"`
	LogSync          time.Duration `help:"Group commit." default:"10ms" min:"0s" max:"1s"`
	Retention        time.Duration `help:"How long rows are kept." default:"keep" type:"retention"`
}

// Validate refuses what no single value shows.
func (s storage) Validate() error {
	if s.PoolSize == 13 {
		return errors.New("POOL_SIZE is 13; that brings bad luck,\nuse 12")
	}
	return nil
}

// front is another module's.
type front struct {
	ListenAddr string         `help:"Where to serve." default:"127.0.0.1:8770" type:"addr"`
	PublicURL  string         `help:"The address people use." type:"url"`
	ReadOnly   bool           `help:"Take no writes."`
	Cookies    string         `help:"Older cookies." default:"accept" enum:"accept,issue,off"`
	Proxies    []netip.Prefix `help:"Trusted proxies."`
	Origins    []string       `help:"Other origins."`
	Ports      []uint16       `help:"Ports."`
	Factor     float64        `help:"A factor." default:"1.5" min:"0"`
	Secret     string         `help:"A secret." secret:""`
	Serve      struct{}       `kong:"-"`
}

// grammar is what main puts together.
type grammar struct {
	Storage storage `embed:"" group:"Storage"`
	Front   front   `embed:"" group:"Front"`

	Serve    struct{} `cmd:"" default:"withargs" help:"Run the server."`
	Simulate struct {
		Clients int           `help:"How many." default:"60" min:"1" max:"500"`
		Rate    time.Duration `help:"How often." default:"2s"`
	} `cmd:"" help:"Play plugins."`
	User struct {
		Add struct {
			Name string `arg:"" help:"Who."`
		} `cmd:"" help:"Add one."`
	} `cmd:"" help:"Users."`
}

// env is an environment.
type env map[string]string

func (e env) get(name string) string { return e[name] }

func parse(tb testing.TB, e env, args ...string) (*grammar, *Result, error) {
	tb.Helper()
	g := &grammar{}
	r, err := Parse(g, args, Options{Name: "overlord", Description: "A server.", Out: &strings.Builder{}, Getenv: e.get})
	return g, r, err
}

// MustParse parses what is expected to be right.
func MustParse(tb testing.TB, e env, args ...string) (*grammar, *Result) {
	tb.Helper()
	g, r, err := parse(tb, e, args...)
	if err != nil {
		tb.Fatal(err)
	}
	return g, r
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	g, r := MustParse(t, nil)
	want := grammar{
		Storage: storage{PoolSize: 12, LogMaxBytes: 4 << 30, LogSync: 10 * time.Millisecond},
		Front:   front{ListenAddr: "127.0.0.1:8770", Cookies: "accept", Factor: 1.5},
	}
	want.Simulate.Clients, want.Simulate.Rate = 60, 2*time.Second
	if !reflect.DeepEqual(*g, want) {
		t.Errorf("got  %+v\nwant %+v", *g, want)
	}
	if r.Command() != "serve" {
		t.Errorf("command %q", r.Command())
	}
}

func TestTheEnvironmentFillsAndFlagsWin(t *testing.T) {
	t.Parallel()
	e := env{
		"LISTEN_ADDR": ":80", "PUBLIC_URL": "https://overlord.example/", "READ_ONLY": "Yes", "COOKIES": "off",
		"PROXIES": "10.0.0.0/8, 192.168.0.0/16,", "ORIGINS": "https://a.example,https://b.example", "PORTS": "1,65535",
		"POOL_SIZE": "99", "LOG_MAX_BYTES": "65 MiB", "LOG_SYNC": "0", "RETENTION": "1.5d", "FACTOR": "2e3", "SECRET": "s, e\"c",
		"POSTGRES_PASSWORD": "-starts-with-a-dash", "DATABASE_URL": "", "CLIENTS": "7", "RATE": "nonsense", "HELP": "1", "NAME": "x",
	}
	g, r := MustParse(t, e, "simulate", "--pool-size", "7", "--clients=30", "--cookies=issue", "--origins=https://c.example")
	want := storage{PostgresPassword: "-starts-with-a-dash", PoolSize: 7, LogMaxBytes: 65 << 20, Retention: 36 * time.Hour}
	if g.Storage != want {
		t.Errorf("got  %+v\nwant %+v", g.Storage, want)
	}
	wantFront := front{
		ListenAddr: ":80", PublicURL: "https://overlord.example", ReadOnly: true, Cookies: "issue",
		Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.168.0.0/16")},
		Origins: []string{"https://c.example"}, Ports: []uint16{1, 65535}, Factor: 2000, Secret: `s, e"c`,
	}
	if !reflect.DeepEqual(g.Front, wantFront) {
		t.Errorf("got  %+v\nwant %+v", g.Front, wantFront)
	}
	if g.Simulate.Clients != 30 || g.Simulate.Rate != 2*time.Second {
		t.Errorf("a command's flags came from the environment: %+v", g.Simulate)
	}
	if r.Command() != "simulate" {
		t.Errorf("command %q", r.Command())
	}
}

func TestABadValueIsOneLineThatNamesIt(t *testing.T) {
	t.Parallel()
	cases := []struct {
		env  env
		args []string
		want string
	}{
		{env{"LISTEN_ADDR": "8770"}, nil, `LISTEN_ADDR is "8770"; it wants an address such as 127.0.0.1:8770 or :8770`},
		{env{"LISTEN_ADDR": ":99999"}, nil, `LISTEN_ADDR is ":99999"; it wants an address such as 127.0.0.1:8770 or :8770`},
		{env{"LISTEN_ADDR": "http://a:80"}, nil, `LISTEN_ADDR is "http://a:80"; it wants an address such as 127.0.0.1:8770 or :8770`},
		{nil, []string{"--listen-addr=here"}, `--listen-addr is "here"; it wants an address such as 127.0.0.1:8770 or :8770`},
		{env{"PUBLIC_URL": "overlord.example"}, nil, `PUBLIC_URL is "overlord.example"; it wants an address such as https://overlord.example`},
		{env{"PUBLIC_URL": "ftp://overlord.example"}, nil, `PUBLIC_URL is "ftp://overlord.example"; it wants an address such as https://overlord.example`},
		{env{"PUBLIC_URL": "https://bob:hunter2@"}, nil, `PUBLIC_URL is "https://bob:***@"; it wants an address such as https://overlord.example`},
		{env{"READ_ONLY": "maybe"}, nil, `READ_ONLY is "maybe"; it wants true or false`},
		{nil, []string{"--read-only=maybe"}, `--read-only is "maybe"; it wants true or false`},
		{env{"COOKIES": "ACCEPT"}, nil, `COOKIES is "ACCEPT"; it wants one of accept, issue, off`},
		{env{"PROXIES": "10.0.0.0/8,10.1"}, nil, `PROXIES is "10.0.0.0/8,10.1"; it wants a list, separated by commas, of a network such as 10.0.0.0/8`},
		{env{"PORTS": "1,70000"}, nil, `PORTS is "1,70000"; it wants a list, separated by commas, of a whole number, not negative`},
		{env{"POOL_SIZE": "0"}, nil, `POOL_SIZE is "0"; it wants a whole number from 1 to 100`},
		{env{"POOL_SIZE": "101"}, nil, `POOL_SIZE is "101"; it wants a whole number from 1 to 100`},
		{env{"POOL_SIZE": "twelve\nand more"}, nil, `POOL_SIZE is "twelve\nand more"; it wants a whole number from 1 to 100`},
		{env{"LOG_MAX_BYTES": "4GX"}, nil, `LOG_MAX_BYTES is "4GX"; it wants a size such as 65536, 64KiB, 16MiB or 4GiB, at least 1MiB`},
		{env{"LOG_MAX_BYTES": "1000"}, nil, `LOG_MAX_BYTES is "1000"; it wants a size such as 65536, 64KiB, 16MiB or 4GiB, at least 1MiB`},
		{env{"LOG_SYNC": "2s"}, nil, `LOG_SYNC is "2s"; it wants a duration such as 30s, 5m, 24h or 90d from 0s to 1s`},
		{env{"LOG_SYNC": "10"}, nil, `LOG_SYNC is "10"; it wants a duration such as 30s, 5m, 24h or 90d from 0s to 1s`},
		{env{"RETENTION": "-7d"}, nil, `RETENTION is "-7d"; it wants a duration such as 90d, or keep`},
		{env{"FACTOR": "-1"}, nil, `FACTOR is "-1"; it wants a number, at least 0`},
		{env{"POOL_SIZE": "13"}, nil, `POOL_SIZE is 13; that brings bad luck, use 12`},
		{nil, []string{"--pool-sise=3"}, `unknown flag --pool-sise, did you mean "--pool-size"?`},
		{nil, []string{"--pool-size"}, `--pool-size: a value is missing; it wants a whole number from 1 to 100`},
		{nil, []string{"simulate", "--clients=0"}, `--clients is "0"; it wants a whole number from 1 to 500`},
		{nil, []string{"simulate", "--rate=often"}, `--rate is "often"; it wants a duration such as 30s, 5m, 24h or 90d`},
		{nil, []string{"dance"}, `unexpected argument dance`},
		{nil, []string{"user", "add"}, `expected "<name>"`},
		{env{"POOL_SIZE": strings.Repeat("9", 500)}, nil, `POOL_SIZE is "` + strings.Repeat("9", maxShown) + `…"; it wants a whole number from 1 to 100`},
	}
	for _, c := range cases {
		t.Run(c.want, func(t *testing.T) {
			t.Parallel()
			_, _, err := parse(t, c.env, c.args...)
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestABadSettingStopsEveryCommand(t *testing.T) {
	t.Parallel()
	if _, _, err := parse(t, env{"POOL_SIZE": "x"}, "simulate"); err == nil {
		t.Error("a bad setting must stop every command")
	}
}

func TestHelpIsPrintedAndNothingExits(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--help"}, {"simulate", "-h"}} {
		out := &strings.Builder{}
		_, err := Parse(&grammar{}, args, Options{Name: "overlord", Description: "A server.", Out: out, Getenv: env{"POOL_SIZE": "x"}.get})
		if !errors.Is(err, ErrHelp) {
			t.Errorf("%v: error %v", args, err)
		}
		for _, want := range []string{"Usage: overlord", "--listen-addr", "[LISTEN_ADDR]", "[POSTGRES_PASSWORD]"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%v: the help lacks %q:\n%s", args, want, out)
			}
		}
		if strings.Contains(out.String(), "[CLIENTS]") {
			t.Error("a command's flag is shown with a variable")
		}
	}
}

func TestAGrammarThatIsDeclaredWronglySaysSo(t *testing.T) {
	t.Parallel()
	for name, g := range map[string]any{
		"env tag": &struct {
			A string `env:"B"`
		}{},
		"odd type":    &struct{ A chan int }{},
		"addr on int": &struct{ A struct{ B int } }{},
		"no struct":   new(int),
		"doubled flag": &struct {
			A struct{ X int } `embed:""`
			B struct{ X int } `embed:""`
		}{},
	} {
		_, err := Parse(g, nil, Options{Out: &strings.Builder{}, Getenv: env{}.get})
		if err == nil || !strings.Contains(err.Error(), "declared wrongly") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// greeter is a command that can be run.
type greeter struct {
	Who []string `arg:"" optional:""`
}

// Run greets into what main has bound.
func (g *greeter) Run(out *strings.Builder) error {
	out.WriteString("hello " + strings.Join(g.Who, " and "))
	return nil
}

func TestRunCallsTheChosenCommand(t *testing.T) {
	t.Parallel()
	var g struct {
		Greet greeter `cmd:""`
	}
	r, err := Parse(&g, []string{"greet", "A", "B"}, Options{Out: &strings.Builder{}, Getenv: env{}.get})
	if err != nil {
		t.Fatal(err)
	}
	out := &strings.Builder{}
	if err := r.Run(out); err != nil || out.String() != "hello A and B" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestBoundsOfEveryKindOfNumber(t *testing.T) {
	t.Parallel()
	type numbers struct {
		Int   int8          `min:"-3" max:"3"`
		Uint  uint16        `max:"1000"`
		Float float32       `min:"0.5" max:"0.75"`
		Span  time.Duration `min:"1h" max:"2d"`
		Sizes []int64       `type:"bytes" max:"1KiB"`
	}
	cases := []struct{ name, good, bad string }{
		{"INT", "-3", "-4"}, {"INT", "3", "4"}, {"INT", "0", "300"},
		{"UINT", "1000", "1001"}, {"UINT", "0", "-1"},
		{"FLOAT", "0.5", "0.49"}, {"FLOAT", "0.75", "nan"}, {"FLOAT", "0.6", "0.76"},
		{"SPAN", "1h", "59m"}, {"SPAN", "2d", "2d1s"},
		{"SIZES", "1KiB,0", "1,1025"},
	}
	for _, c := range cases {
		for text, ok := range map[string]bool{c.good: true, c.bad: false} {
			_, err := Parse(&numbers{}, nil, Options{Out: &strings.Builder{}, Getenv: env{c.name: text}.get})
			if (err == nil) != ok {
				t.Errorf("%s=%s: %v", c.name, text, err)
			}
		}
	}
}

// MustFile writes a file of its own for a test.
func MustFile(tb testing.TB, content string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

func TestSecretsComeFromFilesToo(t *testing.T) {
	t.Parallel()
	cases := []struct{ content, want string }{
		{"hunter2", "hunter2"}, {"hunter2\n", "hunter2"}, {"hunter2\r\n", "hunter2"}, {"hunter2\n\n", "hunter2\n"}, {" hunter2 ", " hunter2 "}, {"a,b\nc", "a,b\nc"},
	}
	for _, c := range cases {
		path := MustFile(t, c.content)
		g, _ := MustParse(t, env{"SECRET_FILE": path})
		if g.Front.Secret != c.want {
			t.Errorf("a file with %q gives %q", c.content, g.Front.Secret)
		}
		g, _ = MustParse(t, nil, "--secret-file", path, "simulate")
		if g.Front.Secret != c.want {
			t.Errorf("a flag naming a file with %q gives %q", c.content, g.Front.Secret)
		}
	}
	other := MustFile(t, "from the flag")
	if g, _ := MustParse(t, env{"SECRET_FILE": MustFile(t, "from the environment")}, "--secret-file="+other); g.Front.Secret != "from the flag" {
		t.Errorf("the flag lost: %q", g.Front.Secret)
	}
}

func TestSecretFilesThatCannotBe(t *testing.T) {
	t.Parallel()
	empty, folder, good := MustFile(t, "\n"), t.TempDir(), MustFile(t, "hunter2")
	huge := MustFile(t, strings.Repeat("x", maxSecretFile+1))
	cases := []struct {
		env  env
		args []string
		want string
	}{
		{env{"SECRET_FILE": "/nowhere/secret"}, nil, `SECRET_FILE is "/nowhere/secret"; it wants a file that can be read (no such file or directory)`},
		{env{"SECRET_FILE": empty}, nil, `SECRET_FILE is "` + empty + `"; it wants a file that holds the secret, and this one is empty`},
		{env{"SECRET_FILE": folder}, nil, `SECRET_FILE is "` + folder + `"; it wants a file, and this is a folder`},
		{env{"SECRET_FILE": huge}, nil, `SECRET_FILE is "` + huge + `"; it wants a file of one secret, and this one has 65537 bytes`},
		{nil, []string{"--secret-file=/nowhere/secret"}, `--secret-file is "/nowhere/secret"; it wants a file that can be read (no such file or directory)`},
		{env{"SECRET": "a", "SECRET_FILE": good}, nil, `SECRET and SECRET_FILE are both set; set one of them`},
		{env{"SECRET": "a"}, []string{"--secret-file", good}, `SECRET and --secret-file are both set; set one of them`},
		{env{"SECRET_FILE": good}, []string{"--secret=a"}, `--secret and SECRET_FILE are both set; set one of them`},
	}
	for _, c := range cases {
		_, _, err := parse(t, c.env, c.args...)
		if err == nil || err.Error() != c.want {
			t.Errorf("got  %v\nwant %s", err, c.want)
		}
	}
	if _, _, err := parse(t, env{"POOL_SIZE_FILE": good}); err != nil {
		t.Errorf("a variable that is no secret has no file: %v", err)
	}
}

// pin is a secret with an opinion.
type pin string

func (p *pin) UnmarshalText(text []byte) error {
	if len(text) != 4 {
		return errors.New("it wants four digits")
	}
	*p = pin(text)
	return nil
}

func TestABadSecretIsNotShown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		env  env
		args []string
		want string
	}{
		{env{"PIN": "hunter2"}, nil, "PIN cannot be used; it wants four digits"},
		{env{"PIN_FILE": MustFile(t, "hunter2")}, nil, "PIN cannot be used; it wants four digits"},
		{nil, []string{"--pin=hunter2"}, "--pin cannot be used; it wants four digits"},
	} {
		var g struct {
			Pin pin `secret:""`
		}
		_, err := Parse(&g, c.args, Options{Out: &strings.Builder{}, Getenv: c.env.get})
		if err == nil || err.Error() != c.want {
			t.Errorf("got  %v\nwant %s", err, c.want)
		}
	}
}
