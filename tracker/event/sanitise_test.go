package event

import (
	"strings"
	"testing"
)

// sanitised is what becomes of a member that no family knows.
func sanitised(tb testing.TB, value string) (string, Notes) {
	tb.Helper()
	e, notes := MustDecode(tb, frameOf("share_x", `"free":`+value))
	checkEvent(tb, e)
	_, after, found := strings.Cut(string(e.Payload), `,"free":`)
	if !found {
		return "", notes
	}
	return strings.TrimSuffix(after, "}"), notes
}

func TestFreeJSONIsMended(t *testing.T) {
	t.Parallel()
	digits := strings.Repeat("7", 100_000)
	cases := []struct {
		name, in, want string
		notes          Notes
	}{
		{"what is good stays to the byte", `{"b":[1.50,-0,1E5,1e-7,"\u00e9\/"],"a":null}`, `{"b":[1.50,-0,1E5,1e-7,"\u00e9\/"],"a":null}`, Notes{}},
		{"doubles within stay", `{"a":1,"a":2}`, `{"a":1,"a":2}`, Notes{}},
		{"white space goes", "[ 1 ,\t{ \"a b\" : \"c  d\" }\r\n]", `[1,{"a b":"c  d"}]`, Notes{}},
		{"an empty object", `{ }`, `{}`, Notes{}},
		{"a pair of surrogates stays", `"\ud83d\ude00"`, `"\ud83d\ude00"`, Notes{}},

		{"U+0000 in a string", `["a\u0000b"]`, `["ab"]`, Notes{NoteNUL: 1}},
		{"U+0000 in a name", `{"a\u0000":1,"\u0000":2}`, `{"a":1,"":2}`, Notes{NoteNUL: 2}},
		{"a backslash before it", `["\\u0000"]`, `["\\u0000"]`, Notes{}},
		{"both", `["\\\u0000"]`, `["\\"]`, Notes{NoteNUL: 1}},
		{"a high surrogate", `"\ud800"`, `"` + "\ufffd" + `"`, Notes{NoteSurrogate: 1}},
		{"a low surrogate", `"\udc00x"`, `"` + "\ufffd" + `x"`, Notes{NoteSurrogate: 1}},
		{"surrogates the wrong way round", `"\ude00\ud83d"`, `"` + "\ufffd\ufffd" + `"`, Notes{NoteSurrogate: 2}},
		{"two high ones before a low one", `"\ud83d\ud83d\ude00"`, `"` + "\ufffd😀" + `"`, Notes{NoteSurrogate: 1}},
		{"halves that U+0000 keeps apart", `"\ud83d\u0000\ude00"`, `"` + "\ufffd\ufffd" + `"`, Notes{NoteSurrogate: 2, NoteNUL: 1}},
		{"a high one before another escape", `"\ud800\n"`, `"` + "\ufffd" + `\n"`, Notes{NoteSurrogate: 1}},
		{"bytes that are no UTF-8", "\"a\xff\xc3\"", `"a` + "\ufffd\ufffd" + `"`, Notes{NoteInvalidUTF8: 2}},
		{"a surrogate written as bytes", "\"\xed\xa0\x80\"", `"` + "\ufffd\ufffd\ufffd" + `"`, Notes{NoteInvalidUTF8: 3}},
		{"U+FFFD itself is no mistake", `"` + "\ufffd" + `\ufffd"`, `"` + "\ufffd" + `\ufffd"`, Notes{}},
		{"only the string with the mistake is written anew", `["\u0041","\u0041\u0000"]`, `["\u0041","A"]`, Notes{NoteNUL: 1}},

		{"too great for float64", `[1e999,-1e400,1e308]`, `[null,null,1e308]`, Notes{NoteBadNumber: 2}},
		{"too many digits before the point", digits, `null`, Notes{NoteBadNumber: 1}},
		{"too many digits behind it", `0.` + digits, `0.7777777777777778`, Notes{NoteBadNumber: 1}},
		{"too small for float64", `1e-20000`, `0`, Notes{NoteBadNumber: 1}},
		{"nothing, with an exponent that numeric has not", `[0e-20000,-0.0e999999]`, `[0,-0]`, Notes{}},
		{"an exponent of many digits", `1e` + strings.Repeat("0", 500) + `5`, `100000`, Notes{NoteBadNumber: 1}},
		{"the smallest float64", `5e-324`, `5e-324`, Notes{}},
		{"a 64-bit id is not rounded", `18446744073709551615`, `18446744073709551615`, Notes{}},

		{"as deep as may be", nested(64), nested(64), Notes{}},
		{"too deep", nested(65), ``, Notes{NoteTooDeep: 1}},
		{"far too deep", nested(1_000_000), ``, Notes{NoteTooDeep: 1}},
		{"too deep, with things in it", strings.Repeat(`{"a":[`, 33) + strings.Repeat(`]}`, 33), ``, Notes{NoteTooDeep: 1}},
		{"long, not deep", `[` + strings.Repeat(`[],`, 1000) + `[]]`, `[` + strings.Repeat(`[],`, 1000) + `[]]`, Notes{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, notes := sanitised(t, c.in)
			if got != c.want || notes != c.notes {
				t.Errorf("%.80s becomes %.80s (%v), want %.80s (%v)", c.in, got, notes, c.want, c.notes)
			}
		})
	}
}

// What ends in jsonb is mended wherever it stands.
func TestStoredJSONIsMended(t *testing.T) {
	t.Parallel()
	const broken = `{"a\u0000":["\ud800",1e999]}`
	const mended = `{"a":["` + "\ufffd" + `",null]}`
	want := Notes{NoteNUL: 1, NoteSurrogate: 1, NoteBadNumber: 1}
	stored := map[string]func(any) string{
		frameOf("character_stats", `"skills":`+broken):                          func(b any) string { return string(b.(*CharacterStats).Skills) },
		frameOf("combat_stats", `"session_id":"s","session":`+broken):           func(b any) string { return string(b.(*CombatStats).Session) },
		frameOf("full_inventory", `"items":[`+broken+`]`):                       func(b any) string { return strings.Trim(string(b.(*FullInventory).Items), "[]") },
		frameOf("inventory_delta", `"action":"add","item":`+broken):             func(b any) string { return string(b.(*InventoryDelta).Item) },
		frameOf("inventory_delta", `"action":"remove","item_id":1,"x":`+broken): nil,
	}
	for frame, part := range stored {
		e, notes := MustDecode(t, frame)
		if notes != want || part != nil && part(e.Body) != mended || !strings.Contains(string(e.Payload), mended) {
			t.Errorf("%s: %s, %v", frame, e.Payload, notes)
		}
		checkEvent(t, e)
	}
}
