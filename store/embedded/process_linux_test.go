package embedded

import (
	"strings"
	"testing"
)

func TestNameAndState(t *testing.T) {
	t.Parallel()
	for stat, want := range map[string][2]string{
		"123 (postgres) S 1 2 3":     {"postgres", "S"},
		"123 (a (b) c) Z 1":          {"a (b) c", "Z"},
		"123 (postgres: overlord) R": {"postgres: overlord", "R"},
		"123 (cut off":               {"", ""},
		"123 (cut off)":              {"", ""},
		"":                           {"", ""},
	} {
		if name, state := nameAndState(stat); name != want[0] || state != want[1] {
			t.Errorf("%q: %q %q, want %q", stat, name, state, want)
		}
	}
}

func FuzzNameAndState(f *testing.F) {
	f.Add("123 (postgres) S 1 2 3")
	f.Add("123 (a (b) c) Z 1")
	f.Add("1 ) (")
	f.Fuzz(func(t *testing.T, stat string) {
		name, state := nameAndState(stat)
		if state != "" && !strings.Contains(stat, "("+name+")") {
			t.Errorf("%q: name %q", stat, name)
		}
	})
}
