package api

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"character", "limit", "cursor", "from", "to"}
	cases := map[string]string{
		"limit": "limit", "limits": "limit", "lmiit": "limit", "LIMIT": "limit", "charcter": "character",
		"form": "from", "t0": "to", "courser": "cursor", "": "to", "limit" + strings.Repeat(" ", 100000): "limit",
	}
	for name, want := range cases {
		if got := Nearest(name, names); got != want {
			t.Errorf("Nearest(%.20q) = %q, want %q", name, got, want)
		}
	}
	if got := Nearest("x", nil); got != "" {
		t.Errorf("of no names the nearest is %q", got)
	}
}

func TestDistanceIsADistance(t *testing.T) {
	t.Parallel()
	word := rapid.SliceOfN(rapid.RuneFrom([]rune("abcd")), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		d := distance(a, b)
		switch {
		case d != distance(b, a):
			t.Fatal("not the same both ways")
		case (d == 0) != (string(a) == string(b)):
			t.Fatalf("distance %d", d)
		case d > max(len(a), len(b)) || d < max(len(a), len(b))-min(len(a), len(b)):
			t.Fatalf("distance %d of lengths %d and %d", d, len(a), len(b))
		}
		if len(a) > 1 {
			i := rapid.IntRange(0, len(a)-2).Draw(t, "i")
			swapped := append([]rune{}, a...)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			if distance(a, swapped) > 1 {
				t.Fatal("a swap of neighbours is one mistake")
			}
		}
	})
}
