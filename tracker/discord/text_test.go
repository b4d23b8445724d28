package discord

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

func TestEscapeKeepsNamesAsNames(t *testing.T) {
	cases := map[string]string{
		"Larsa Mossfoot":            "Larsa Mossfoot",
		"Adept's Fervor":            "Adept's Fervor",
		"Jean-Luc":                  `Jean\-Luc`,
		"*bold* _it_ ~~x~~ ||y||":   `\*bold\* \_it\_ \~\~x\~\~ \|\|y\|\|`,
		"`code` ```x```":            "\\`code\\` \\`\\`\\`x\\`\\`\\`",
		"@everyone":                 "\\@\u200beveryone",
		"<@123> <@&5> <#7> <:e:1>":  "\\<\\@\u200b123\\> \\<\\@\u200b&5\\> \\<\\#7\\> \\<\\:e\\:1\\>",
		"[x](http://evil.example)":  `\[x\]\(http\:\/\/evil\.example\)`,
		"> quote":                   `\> quote`,
		"a\nb\r\u2028c\td":          "a b  c d",
		"left\u202eright\u2066x":    "left right x",
		`back\slash`:                `back\\slash`,
		"\xff\xfe":                  "�",
		"Ünïcödé 龍":                 "Ünïcödé 龍",
		"zero\u200bwidth\u200djoin": "zero width join",
	}
	for name, want := range cases {
		if got := Escape(name, 100); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if got := Escape("龍龍龍龍", 3); got != "龍龍龍…" {
		t.Errorf("cut: %q", got)
	}
}

func FuzzEscape(f *testing.F) {
	for _, seed := range []string{"", "@here", "<@1>", "\\", "a\u202eb", "\xff", "```"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := Escape(name, 80)
		if !utf8.ValidString(got) {
			t.Fatalf("%q is no text", got)
		}
		plain, marks := unescape(got)
		for _, r := range marks {
			t.Fatalf("%q has an open mark %q", got, r)
		}
		for _, r := range plain {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("%q has the character %U", got, r)
			}
		}
		if strings.Contains(got, "@everyone") || strings.Contains(got, "@here") {
			t.Fatalf("%q calls everybody", got)
		}
	})
}

// unescape reads text as Discord does: a backslash makes the mark after it plain.
// It gives the marks that are left open.
func unescape(text string) (plain string, open []rune) {
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		if runes[i] == '\\' && i+1 < len(runes) && runes[i+1] < 0x80 && !isAlphanumeric(runes[i+1]) && runes[i+1] != ' ' {
			i++
			plain += string(runes[i])
			continue
		}
		if strings.ContainsRune("\\*_~`|<>[]()#@:", runes[i]) {
			open = append(open, runes[i])
		}
		plain += string(runes[i])
	}
	return plain, open
}

func TestFitKeepsToDiscordsLimit(t *testing.T) {
	for _, text := range []string{strings.Repeat("x", 2000), strings.Repeat("x", 2001), strings.Repeat("龍", 3000), strings.Repeat("😀", 1500), ""} {
		got := Fit(text)
		if Length(got) > MaxContent || !utf8.ValidString(got) {
			t.Errorf("%d of %d characters", Length(got), Length(text))
		}
		if Length(text) <= MaxContent && got != text {
			t.Error("a text that fits was changed")
		}
		if Length(text) > MaxContent && (!strings.HasSuffix(got, "…") || Length(got) < MaxContent-2) {
			t.Errorf("cut to %d characters", Length(got))
		}
	}
}

func TestTimesAreShownInEveryReadersZone(t *testing.T) {
	at := time.Unix(1777917600, 999)
	if Clock(at) != "<t:1777917600:t>" || Date(at) != "<t:1777917600:f>" {
		t.Error(Clock(at), Date(at))
	}
}
