package query

import (
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// mustParse parses what must be right.
func mustParse(tb testing.TB, text string) *Query {
	tb.Helper()
	q, err := Parse(text)
	if err != nil {
		tb.Fatalf("%q: %v", text, err)
	}
	return q
}

// genText makes words and phrases with everything in them that quotes, escapes,
// separates or folds.
func genText() *rapid.Generator[string] {
	pieces := []string{"helm", "Covenant", "adept's", "or", "AND", "not", "-", " ", "  ", "(", ")", ":", "+", "\"", "'", "\\", "“", "’", "é", "ﬁ", "/*", "*/", "..", "_", "x", "<", "=", "𝔾", "\u0301", "\n", "8"}
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 4), func(parts []string) string { return strings.Join(parts, "") })
}

// genLeaf makes a filter of the table with a value of its form.
func genLeaf(t *rapid.T) Node {
	f := rapid.SampledFrom(Filters()).Draw(t, "filter")
	op, values := "", []string(nil)
	number := rapid.Map(rapid.Int64Range(-9999, 999999), func(n int64) string { return shortest(float64(n) / 100) })
	switch f.Form {
	case FormNumber:
		op = rapid.SampledFrom([]string{"", "<", "<=", ">", ">=", "="}).Draw(t, "op")
		values = []string{number.Draw(t, "n")}
	case FormAge:
		op = rapid.SampledFrom([]string{"<", ">"}).Draw(t, "op")
		values = []string{strconv.Itoa(rapid.IntRange(0, 99).Draw(t, "age")) + rapid.SampledFrom([]string{"m", "h", "D", "w"}).Draw(t, "unit")}
	case FormTerm, FormCharacter:
		values = []string{"x" + genText().Draw(t, "term")}
	default:
		values = []string{rapid.SampledFrom(f.Choices()).Draw(t, "choice").Name}
	}
	n, err := Where(f.Name, op, values...)
	if err != nil {
		t.Fatalf("%s %s %q: %v", f.Name, op, values, err)
	}
	return n
}

// genNode makes a tree of a depth.
func genNode(t *rapid.T, depth int) Node {
	kind := rapid.IntRange(0, 6).Draw(t, "kind")
	if depth == 0 {
		kind %= 2
	}
	some := func() []Node {
		list := make([]Node, rapid.IntRange(2, 3).Draw(t, "count"))
		for i := range list {
			list[i] = genNode(t, depth-1)
		}
		return list
	}
	switch kind {
	case 0:
		return Any(Text("y"+genText().Draw(t, "word")), nil)
	case 1:
		return genLeaf(t)
	case 2, 3:
		return All(some()...)
	case 4, 5:
		return Any(some()...)
	}
	return Negate(genNode(t, depth-1))
}

// What is printed is read as the same tree, and printed the same.
func TestCanonicalFormMeansTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := &Query{Root: genNode(t, 4), Title: rapid.SampledFrom([]string{"", "Str Gear", "* / (a"}).Draw(t, "title")}
		text := q.String()
		if utf16Len(text) > MaxLength {
			return
		}
		got, err := Parse(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if !reflect.DeepEqual(got, q) {
			t.Fatalf("%q is read as %q", text, got)
		}
	})
}

// genQueryText makes texts that are often queries, and often not quite.
func genQueryText() *rapid.Generator[string] {
	pieces := []string{
		"a", "Helm", " ", " ", " ", " or ", " and ", "not ", "-", "(", ")", "is:armor", "is:hat", "al:>=600", "al:", "al:5..9", "set:\"adept's set\"",
		"slot:head+chest", "slot:upper_arms", "\"", "'x y'", "/* Title */", "seen:<1d", "cantrip:>=epic.strength", "name:", "char:=\"Mule A\"", "+", "armour:", "“q”", "\\",
	}
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12), func(parts []string) string { return strings.Join(parts, "") })
}

// Whatever people type is a query with a stable canonical form, or an error that
// points into the text.
func TestEveryTextIsAQueryOrAnError(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkText(t, genQueryText().Draw(t, "text")) })
}

func checkText(t interface {
	Fatalf(format string, args ...any)
}, text string) {
	q, err := Parse(text)
	if err != nil {
		e := err.(*Error)
		if e.Start < 0 || e.Length < 0 || e.Start+e.Length > utf16Len(text) || e.Message == "" || e.Kind == "" {
			t.Fatalf("%q: %+v", text, e)
		}
		return
	}
	canonical := q.String()
	again, err := Parse(canonical)
	if err != nil {
		t.Fatalf("%q is written %q, which is no query: %v", text, canonical, err)
	}
	if again.String() != canonical {
		t.Fatalf("%q is written %q, and then %q", text, canonical, again)
	}
	if !reflect.DeepEqual(again, q) {
		t.Fatalf("%q is written %q, which means something else", text, canonical)
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range mustContractCases(f) {
		f.Add(c.Query)
	}
	for _, text := range []string{"\xff", "-\u00a0", "set:\"a\"+b", "seen:<1.5H", "/*/*/", "\u0301", "İ or ａ", "x:\x00", "al:-0"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkText(t, text) })
}
