package auth

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/crypto/bcrypt"
	"pgregory.net/rapid"

	"overlord/store/fault"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	good := []string{
		"correct horse battery",
		"ten bytes!",
		strings.Repeat("ab3", 24), // 72
		"Żółw na drzewie",
		"adminsaurus rex",
		"2026-02-01 12:00",
	}
	for _, p := range good {
		if err := checkPassword(p, "admin"); err != nil {
			t.Errorf("%q is refused: %v", p, err)
		}
	}
	bad := map[string]string{
		"nine char":             "shorter than 10",
		"":                      "shorter than 10",
		strings.Repeat("x", 73): "73 bytes long",
		strings.Repeat("ż", 37): "74 bytes long",
		"with\x00a zero":        "U+0000",
		"aaaaaaaaaaaa":          "guess",
		"1111111111":            "guess",
		"1234567890":            "guess",
		"0123456789012":         "guess",
		"9876543210":            "guess",
		"Password123!":          "guess",
		"changeme12":            "guess",
		"change-me-2026":        "guess",
		"adminadmin":            "guess",
		"PasswordPassword":      "guess",
		"2026asheron!!":         "guess",
	}
	for p, why := range bad {
		err := checkPassword(p, "Asheron")
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, want a message with %q", p, err, why)
		}
		if err != nil && p != "" && strings.Contains(err.Error(), p) {
			t.Errorf("the message repeats the password: %v", err)
		}
	}
}

func TestMadePasswordsAreGood(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[a-z2-7]{5}(-[a-z2-7]{5}){3}$`)
	seen := map[string]bool{}
	for range 1000 {
		p := makePassword()
		if !form.MatchString(p) || seen[p] || checkPassword(p, "admin") != nil {
			t.Fatalf("made %q", p)
		}
		seen[p] = true
	}
}

func TestHashesMatchTheirPasswordOnly(t *testing.T) {
	t.Parallel()
	h := newHasher(bcrypt.MinCost)
	text := rapid.StringOfN(rapid.Rune().Filter(func(c rune) bool { return c != 0 }), 1, -1, maxPasswordBytes)
	for i := range 6 { // few: the race detector makes a hash thirty times as slow
		password, other := text.Example(i), text.Example(i+100)
		stored, err := h.hash(t.Context(), password)
		if err != nil {
			t.Fatal(err)
		}
		for _, version := range []string{"$2a$", "$2b$", "$2y$"} {
			stored := version + stored[4:]
			if ok, err := h.matches(t.Context(), stored, password); !ok || err != nil {
				t.Fatalf("%s: its own password: %t, %v", version, ok, err)
			}
			if ok, _ := h.matches(t.Context(), stored, other); ok != (other == password) {
				t.Fatalf("%s: %q matches the hash of %q", version, other, password)
			}
		}
	}
}

// Hashes of the earlier service (Python's bcrypt), made elsewhere.
func TestForeignHashes(t *testing.T) {
	t.Parallel()
	h := newHasher(bcrypt.MinCost)
	cases := []struct{ stored, password string }{
		// The published test vectors of crypt_blowfish.
		{"$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"},
		{"$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", "U*U*"},
		{"$2y$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy", ""},
	}
	for _, c := range cases {
		if ok, err := h.matches(t.Context(), c.stored, c.password); !ok || err != nil {
			t.Errorf("%s does not match %q: %v", c.stored, c.password, err)
		}
		if ok, _ := h.matches(t.Context(), c.stored, c.password+"x"); ok {
			t.Errorf("%s matches a longer password", c.stored)
		}
	}
}

// What lies after byte 72 is not looked at by bcrypt: such a password is wrong,
// even if its beginning is right.
func TestWhatBcryptDoesNotTellApart(t *testing.T) {
	t.Parallel()
	h := newHasher(bcrypt.MinCost)
	right := strings.Repeat("a1", 36)
	stored, err := h.hash(t.Context(), right)
	if err != nil {
		t.Fatal(err)
	}
	if ok, _ := h.matches(t.Context(), stored, right+"tail"); ok {
		t.Error("a password with a tail behind byte 72 matches")
	}
	// And to bcrypt, which repeats a short key, this is one and the same.
	if stored, err = h.hash(t.Context(), "short"); err != nil {
		t.Fatal(err)
	}
	if ok, _ := h.matches(t.Context(), stored, "short\x00short"); ok {
		t.Error("a password that goes round twice matches")
	}
}

func TestNoHashMatchesNothing(t *testing.T) {
	t.Parallel()
	h := newHasher(bcrypt.MinCost)
	for _, password := range []string{"", "x", string(h.dummy), strings.Repeat("x", 100)} {
		if ok, err := h.matches(t.Context(), "", password); ok || err != nil {
			t.Errorf("no user, password %q: %t, %v", password, ok, err)
		}
	}
	for _, stored := range []string{"plain text", "$1$md5", "$2a$99$" + strings.Repeat("x", 53), "$2a$04$short"} {
		if ok, err := h.matches(t.Context(), stored, "plain text"); ok || !errors.Is(err, errUnusableHash) {
			t.Errorf("stored %q: %t, %v", stored, ok, err)
		}
	}
}

// Nobody can tell from the time that it takes whether a user exists: every path
// computes one hash, and all of the same cost.
func TestEveryPathTakesOneHash(t *testing.T) {
	t.Parallel()
	const cost = 6
	h := newHasher(cost)
	stored, err := h.hash(t.Context(), "the right password")
	if err != nil {
		t.Fatal(err)
	}
	var computed []int
	h.compare = func(hash, password []byte) error {
		err := bcrypt.CompareHashAndPassword(hash, password)
		if err == nil || errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) { // all else fails before the work
			c, _ := bcrypt.Cost(hash)
			computed = append(computed, c)
		}
		return err
	}
	for name, c := range map[string]struct{ stored, password string }{
		"right password":  {stored, "the right password"},
		"wrong password":  {stored, "the wrong password"},
		"no such user":    {"", "the wrong password"},
		"no password":     {stored, ""},
		"much too long":   {stored, strings.Repeat("x", 4000)},
		"hash unreadable": {"$2a$06$short", "the wrong password"},
	} {
		computed = nil
		_, _ = h.matches(t.Context(), c.stored, c.password)
		if len(computed) != 1 || computed[0] != cost {
			t.Errorf("%s: hashes of cost %v are computed, want one of %d", name, computed, cost)
		}
	}
}

// Hashes wait for their turn; who waits too long is told to come again, and who
// goes away does not wait.
func TestHashesTakeTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHasher(bcrypt.MinCost)
		var held []func()
		for range cap(h.turns) {
			release, err := h.turn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			held = append(held, release)
		}
		start := time.Now()
		_, err := h.matches(t.Context(), "", "x")
		if fault.CodeOf(err) != fault.Throttled || fault.Of(err).RetryAfter <= 0 || time.Since(start) != maxHashWait {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := h.hash(gone, "x"); !errors.Is(err, context.Canceled) {
			t.Errorf("one who went away: %v", err)
		}
		var waiting sync.WaitGroup
		waiting.Go(func() {
			if _, err := h.matches(t.Context(), "", "x"); err != nil {
				t.Errorf("one whose turn came: %v", err)
			}
		})
		synctest.Wait()
		for _, release := range held {
			release()
		}
		waiting.Wait()
	})
}
