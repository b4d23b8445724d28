package event

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// scans tells whether the scanner takes all of text as one value.
func scans(text []byte) bool {
	s := scanner{text: text}
	return s.value() && s.next() == 0 && s.at == len(text)
}

// The scanner takes exactly what the standard library takes for JSON.
func TestScannerKnowsJSON(t *testing.T) {
	t.Parallel()
	texts := []string{
		`0`, `-0`, `1`, `-1`, `10`, `1.0`, `1.25e+3`, `1E-3`, `0e0`, `-`, `01`, `-01`, `+1`, `.5`, `1.`, `1.e1`, `1e`, `1e+`, `0x1`, `1 2`, `--1`, `1-`,
		`""`, `"a"`, `"`, `"a`, `"\`, `"\"`, `"\\"`, `"\/\b\f\n\r\t"`, `"\a"`, `"\u"`, `"\u12"`, `"\u123"`, `"\u123g"`, `"\uABCD"`, `"\uabcd"`, `"\U0041"`, "\"\t\"", "\"\x7f\"", "\"\x1f\"",
		`true`, `false`, `null`, `tru`, `nul`, `falsey`, `True`, `nil`,
		`[]`, `[ ]`, `[1]`, `[1,]`, `[,1]`, `[1,,2]`, `[1 2]`, `[`, `]`, `[[]`, `[]]`, `[1}`, `{]`, `[[[[]]]]`,
		`{}`, `{ }`, `{"a":1}`, `{"a":1,}`, `{,}`, `{"a"}`, `{"a":}`, `{a:1}`, `{1:1}`, `{"a":1 "b":2}`, `{"a":1,"b"}`, `{"a":{"b":[{}]}}`, `{"a":1]`, `{`, `}`, `{"a":1}}`,
		"", " ", "\n", " 1 ", "\ufeff1", "\x00", "1\x00", "\v1", "\u00a01",
	}
	for _, text := range texts {
		if got, want := scans([]byte(text)), json.Valid([]byte(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// tokens are what broken JSON is made of.
var tokens = rapid.SampledFrom([]string{
	`{`, `}`, `[`, `]`, `,`, `:`, `"a"`, `"b"`, `""`, `1`, `-2.5e3`, `0`, `true`, `false`, `null`, ` `, "\n", `"\u00`, `"`, `\`, `-`, `.`, `e`,
})

func TestScannerAgreesOnTokens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(strings.Join(rapid.SliceOfN(tokens, 0, 14).Draw(t, "tokens"), ""))
		if got, want := scans(text), json.Valid(text); got != want {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	})
}

// A valid text that is cut, or has one byte changed, is judged as the standard
// library does.
func TestScannerAgreesOnDamage(t *testing.T) {
	t.Parallel()
	var whole [][]byte
	for _, frame := range examples(t) {
		whole = append(whole, compact(t, frame))
	}
	rapid.Check(t, func(t *rapid.T) {
		text := bytes.Clone(rapid.SampledFrom(whole).Draw(t, "frame"))
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		if rapid.Bool().Draw(t, "cut") {
			text = text[:at]
		} else {
			text[at] = rapid.Byte().Draw(t, "byte")
		}
		if got, want := scans(text), json.Valid(text); got != want {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	})
}

// Sixteen megabytes of brackets neither overflow a stack nor take long.
func TestScannerBearsBrackets(t *testing.T) {
	t.Parallel()
	if !scans([]byte(nested(8 << 20))) {
		t.Error("deep, but JSON")
	}
	if scans([]byte(strings.Repeat(`{"":`, 1<<20))) {
		t.Error("never closed")
	}
}

// What is quoted reads as what it was.
func TestQuotedTextReadsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ToValidUTF8(rapid.String().Draw(t, "text"), "")
		text = strings.ReplaceAll(text, "\x00", "")
		quoted := appendQuoted(nil, text)
		var standard string
		if err := json.Unmarshal(quoted, &standard); err != nil || standard != text {
			t.Fatalf("%q is quoted %s: %v", text, quoted, err)
		}
		var notes Notes
		if got := string(unquote(nil, quoted, &notes)); got != text || notes.Any() {
			t.Fatalf("%q is quoted %s, which reads %q, %v", text, quoted, got, notes)
		}
	})
}

// Unquoting reads what the standard library reads, save for what is mended.
func TestUnquoteAgrees(t *testing.T) {
	t.Parallel()
	parts := rapid.SampledFrom([]string{
		"a", "é", "😀", `\n`, `\"`, `\\`, `\/`, `\u0041`, `\u00e9`, `\ud83d`, `\ude00`, `\ud83d\ude00`, `\uFFFD`, "\xff", "\xe2\x82", "\ufffd", `\u0000`,
	})
	rapid.Check(t, func(t *rapid.T) {
		quoted := []byte(`"` + strings.Join(rapid.SliceOfN(parts, 0, 8).Draw(t, "parts"), "") + `"`)
		var standard string
		if err := json.Unmarshal(quoted, &standard); err != nil {
			t.Fatalf("%q: %v", quoted, err)
		}
		var notes Notes
		got := string(unquote(nil, quoted, &notes))
		if want := strings.ReplaceAll(standard, "\x00", ""); got != want || !utf8.ValidString(got) {
			t.Fatalf("%q reads %q, want %q", quoted, got, want)
		}
		if int(notes[NoteNUL]) != strings.Count(standard, "\x00") {
			t.Fatalf("%q: %v", quoted, notes)
		}
		s := scanner{text: quoted}
		if !s.quoted() || notes.Any() != (s.traits&mustMend != 0) {
			t.Fatalf("%q: the scanner finds %b, unquote %v", quoted, s.traits, notes)
		}
	})
}
