package query

import (
	"errors"
	"strings"
	"testing"

	"overlord/inventory/item"
)

func mustFail(tb testing.TB, text string) *Error {
	tb.Helper()
	_, err := Parse(text)
	var e *Error
	if !errors.As(err, &e) {
		tb.Fatalf("%q is a query", text)
	}
	return e
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text          string
		kind          Kind
		start, length int
	}{
		{"al:", Incomplete, 0, 3},
		{"helm al:>=", Incomplete, 5, 5},
		{"al:500..", Incomplete, 0, 8},
		{"al:-", Incomplete, 0, 4},
		{"slot:head+", Incomplete, 0, 10},
		{"set:\"adept", Incomplete, 4, 6},
		{"a -", Incomplete, 2, 1},
		{"a not", Incomplete, 2, 3},
		{"(a or (b)", Incomplete, 0, 9},
		{"a /* title", Incomplete, 2, 8},
		{"seen:<3", Incomplete, 0, 7},
		{"a or /* t */", Incomplete, 2, 2},
		{"(is:hat", UnknownValue, 4, 3}, // typing on does not mend it
		{"\"\"", Unexpected, 0, 2},
		{"set:\"\"", Unexpected, 4, 2},
		{"( )", Unexpected, 0, 3},
		{"-)", Unexpected, 1, 1},
		{"a /* x */ b", Unexpected, 10, 1},
		{"/* x */ /* y */", Unexpected, 8, 7},
		{"slot:+head", Unexpected, 5, 1},
		{"slot:head++chest", Unexpected, 10, 1},
		{"\u0301", Unexpected, 0, 1},
		{"al:1..2..3", BadNumber, 3, 7},
		{"al:1,000", BadNumber, 3, 5},
		{"al:5.", BadNumber, 3, 2},
		{"al:.5", BadNumber, 3, 2},
		{"al:+5", Unexpected, 3, 1},
		{"al:1e5", BadNumber, 3, 3},
		{"al:9999999999999999", BadNumber, 3, 16},
		{"seen:<3y", BadNumber, 6, 2},
		{"seen:<-3d", BadNumber, 6, 3},
		{"al:5+6", WrongForm, 3, 3},
		{"al:\"5\"", WrongForm, 3, 3},
		{"al:>=5..6", WrongForm, 3, 6},
		{"name:>=a", WrongForm, 5, 3},
		{"name:=a+b", WrongForm, 5, 4},
		{"is:=armor", WrongForm, 3, 6},
		{"slot:>head", WrongForm, 5, 5},
		{"cantrip:=epic", WrongForm, 8, 5},
		{"cantrip:epic+major", WrongForm, 8, 10},
		{"cantrip:>=strength", WrongForm, 8, 10},
		{"seen:1d", WrongForm, 5, 2},
		{"seen:<=1d", WrongForm, 5, 4},
		{"better:a+b", WrongForm, 7, 3},
		{"set:nonsense", UnknownValue, 4, 8},
		{"spell:nonsense", UnknownValue, 6, 8},
		{"cantrip:epic.nonsense", UnknownValue, 8, 13},
		{"cantrip:huge.strength", UnknownValue, 8, 13},
		{"slot:wrist_left", UnknownValue, 5, 10},
		{"𝔾𝔾 armour:3", UnknownFilter, 5, 6},
		{"“𝔾” is:hat", UnknownValue, 8, 3},
		{"type:armor", UnknownFilter, 0, 4},
		{"is:hat armour:", UnknownValue, 3, 3},
		{"al:>= is:hat", Incomplete, 0, 5},
	} {
		e := mustFail(t, c.text)
		if e.Kind != c.kind || e.Start != c.start || e.Length != c.length {
			t.Errorf("%q: %s at %d+%d (%s), want %s at %d+%d", c.text, e.Kind, e.Start, e.Length, e.Message, c.kind, c.start, c.length)
		}
	}
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"armour:>=3":           "al: or is:armor",
		"sett:adept":           "set:",
		"loer:300":             "arcane:",
		"is:armr":              "armor",
		"is:equiped":           "equipped",
		"set:adepts":           "adept's_set",
		"set:adpt":             "adept's_set",
		"al:..500":             "<=500",
		"material:stel":        "steel",
		"slot:wrists":          "wrist",
		"cantrip:legndary":     "legendary",
		"spell:impenetrabilty": "impenetrability",
		"qqqqqqqq:1":           "",
	} {
		if e := mustFail(t, text); want == "" && e.Suggestion != "" || !strings.HasPrefix(e.Suggestion, want) {
			t.Errorf("%s: %q, want %q", text, e.Suggestion, want)
		}
	}
	if got := mustFail(t, "sett:1").Error(); got != "there is no filter sett:; did you mean set:?" {
		t.Errorf("%q", got)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	a := func(n int, text string) string { return strings.Repeat(text, n) }
	for name, c := range map[string]struct {
		text string
		ok   bool
	}{
		"2,000 units":             {a(2000, "x"), true},
		"2,001 units":             {a(2001, "x"), false},
		"1,001 wide letters":      {a(1001, "𝔾"), false},
		"200 words":               {a(200, "x "), true},
		"201 words":               {a(201, "x "), false},
		"200 alternatives":        {"name:x" + a(199, "+x"), true},
		"201 alternatives":        {"name:x" + a(200, "+x"), false},
		"50 parentheses":          {a(50, "(") + "x" + a(50, ")"), true},
		"51 parentheses":          {a(51, "(") + "x" + a(51, ")"), false},
		"1,000 open parentheses":  {a(1000, "("), false},
		"10,000 units":            {a(5000, "a "), false},
		"1,999 minus signs":       {a(1999, "-") + "x", true},
		"deeper when written out": {a(40, "(x and y or (z or u and v) and ") + "w" + a(40, ")"), false},
		"longer when written out": {"'" + a(1900, `"`) + "'", false},
	} {
		_, err := Parse(c.text)
		if ok := err == nil; ok != c.ok || !ok && err.(*Error).Kind != Limit {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		filter, op string
		values     []string
		want       string
	}{
		{"al", ">=", []string{"500"}, "al:>=500"},
		{"lore", "<=", []string{"300"}, "arcane:<=300"},
		{"set", "", []string{"Adept's Set", "14"}, `set:"adept's set"+14`},
		{"name", "=", []string{`a "b"+c (d)`}, `name:="a \"b\"+c (d)"`},
		{"char", "=", []string{"or"}, "char:=or"},
		{"cantrip", ">=", []string{"epic"}, "cantrip:>=epic"},
	} {
		n, err := Where(c.filter, c.op, c.values...)
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		q := &Query{Root: n}
		if q.String() != c.want {
			t.Errorf("%s, want %s", q, c.want)
		}
		mustParse(t, q.String())
	}
	for _, c := range []struct {
		filter, op, value string
		want              Kind
	}{
		{"armour", "", "1", UnknownFilter}, {"al", "~", "1", WrongForm}, {"al", ">=", "x", BadNumber}, {"is", "", "hat", UnknownValue},
		{"name", "", " ", Unexpected}, {"seen", "", "1d", WrongForm},
	} {
		_, err := Where(c.filter, c.op, c.value)
		var e *Error
		if !errors.As(err, &e) || e.Kind != c.want {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if _, err := Where("name", ""); err == nil {
		t.Error("no value is a value")
	}
	for kind, want := range map[string]string{"trade_note": "", "Trade Note": "", "armor": "is:armor", "Melee": "is:melee", "weapon": "", "equipped": ""} {
		n, err := OfKind(kind)
		if err != nil {
			t.Fatal(err)
		}
		stored := storedType(Fold(kind))
		if !(&Query{Root: n}).Match(FactsOf(&item.Item{ItemType: &stored}, Owner{}), nil) {
			t.Errorf("%s does not find itself", kind)
		}
		if q := (&Query{Root: Negate(n)}); q.Writable() != (want != "") || want != "" && q.String() != "-"+want {
			t.Errorf("%s: %s, can be written: %v", kind, q, q.Writable())
		}
	}
	if Text(" \t") != nil || Text("A  B").(*Word).Text != "a b" {
		t.Error("Text")
	}
}

func TestJoining(t *testing.T) {
	t.Parallel()
	a, b, c := Text("a"), Text("b"), Text("c")
	for want, n := range map[string]Node{
		"a b c":          All(a, All(b, nil, c)),
		"a":              All(nil, a),
		"a or b or c":    Any(Any(a, b), c),
		"(a and b) or c": Any(All(a, b), c),
		"a (b or c)":     All(a, Any(b, c)),
		"-(a b)":         Negate(All(a, b)),
		"b":              Negate(Negate(b)),
		"":               All(nil, Negate(nil), Any()),
	} {
		if got := (&Query{Root: n}).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
