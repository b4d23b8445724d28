package gamedata

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                          "",
		"  ":                        "",
		"Adept's Set":               "adept's set",
		"Adept’s Set":               "adept's set",
		"Gold Ring of Sôrrow & Joy": "gold ring of sorrow & joy",
		" a \t\u00a0 b\n":           "a b",
		"“Quoted” – text…":          `"quoted" - text...`,
		"Straße ÆØ Łódź":            "strasse aeo lodz",
		"e\u0301le\u0300ve":         "eleve",
		"a \u0301 b":                "a b",
		"zero\u200bwidth":           "zerowidth",
		"`tick´":                    "'tick'",
		"ÇĞŊŽ":                      "cgŋz",
		"日本 \u3000語":                "日本 語",
		"bad \xff byte":             "bad \ufffd byte",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	check := func(t interface{ Errorf(string, ...any) }, text string) {
		once := Fold(text)
		if twice := Fold(once); twice != once {
			t.Errorf("%q folds to %q and that to %q", text, once, twice)
		}
		if strings.TrimSpace(once) != once || strings.Contains(once, "  ") {
			t.Errorf("%q keeps blanks: %q", text, once)
		}
	}
	for r := rune(0); r <= 0xFFFF; r++ {
		check(t, "a"+string(r)+"B")
	}
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.String().Draw(t, "text")) })
}

// Every letter of the list loses its accent and is not taken for another.
func TestAccentsFallToTheirLetter(t *testing.T) {
	t.Parallel()
	words := strings.Fields(accented)
	if len(words)%2 != 0 {
		t.Fatalf("%d words: a letter lacks its accents", len(words))
	}
	seen := map[rune]bool{}
	for i := 0; i < len(words); i += 2 {
		for _, r := range words[i+1] {
			if got := Fold(string(unicode.ToUpper(r))); got != words[i] {
				t.Errorf("%c folds to %q, want %q", r, got, words[i])
			}
			if seen[r] {
				t.Errorf("%c stands twice", r)
			}
			seen[r] = true
		}
	}
	if len(seen) < 80 {
		t.Errorf("only %d letters", len(seen))
	}
}

func BenchmarkFold(b *testing.B) {
	for b.Loop() {
		Fold("Gold Ring of Sôrrow & Joy")
	}
}
