package query

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// knownForTests is what a caller may know.
var knownForTests = Known{
	Characters: []string{"Mule A", "Mule B", "O'Brien", "Zoë", ""},
	Tags:       []string{"keep", "to_sell", " _ ", "a+b (c)"},
	Words: func(prefix string, limit int) []string {
		var list []string
		for _, w := range []string{"covenant", "coat", "helm", "two-handed", "adept's"} {
			if strings.HasPrefix(w, prefix) && len(list) < limit {
				list = append(list, w)
			}
		}
		return list
	},
}

func texts(c Completion) []string {
	var list []string
	for _, i := range c.Items {
		list = append(list, i.Text)
	}
	return list
}

// The cursor is where the | is; what is chosen replaces what is replaced.
func TestComplete(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typed, choose, result string }{
		{"|", "is:", "is:"},
		{"cantrip:leg|", "legendary", "cantrip:legendary"},
		{"cantrip:leg|", "legendary.strength", "cantrip:legendary.strength"},
		{"a|", "al:", "al:"},
		{"lo|", "arcane:", "arcane:"},
		{"armour|", "al:", "al:"},
		{"arm|", "is:armor", "is:armor"},
		{"helm o|", "or", "helm or"},
		{"cov|", "covenant", "covenant"},
		{"is:armor co|v", "covenant", "is:armor covenant"},
		{`"co|"`, "coat", "coat"},
		{`"co|`, "coat", "coat"},
		{"is:|", "is:", ""},
		{"is:ar|", "armor", "is:armor"},
		{"is:armor+sh|", "shield", "is:armor+shield"},
		{"-is:eq| helm", "equipped", "-is:equipped helm"},
		{"a|l:>=3", "al:", "al:>=3"},
		{"slot:upper|", "upper_arms", "slot:upper_arms"},
		{`set:"adept|`, "adept's_set", "set:adept's_set"},
		{`set:"adept|" helm`, "adept's_set", "set:adept's_set helm"},
		{"set:dept|", "adept's_set", "set:adept's_set"},
		{"cantrip:>=e|", "epic", "cantrip:>=epic"},
		{"cantrip:>=epic.stre|", "epic.strength", "cantrip:>=epic.strength"},
		{"spell:legendary_str|", "legendary_strength", "spell:legendary_strength"},
		{"char:mule|", "mule_a", "char:mule_a"},
		{"char:=z|", "zoe", "char:=zoe"},
		{"better:|", "mule_b", "better:mule_b"},
		{"tag:to|", "to_sell", "tag:to_sell"},
		{"tag:a|", `"a+b (c)"`, `tag:"a+b (c)"`},
		{"al:|", ">=", "al:>="},
		{"seen:|", "<1d", "seen:<1d"},
		{"name:he|", "helm", "name:helm"},
		{"(a or s|", "slot:", "(a or slot:"},
		{"𝔾 𝔾 arm|", "is:armor", "𝔾 𝔾 is:armor"},
		{"a -|", "is:", "a -is:"},
		{"/* ti|", "is:", ""},
		{"nothing:x|", "x", ""},
	} {
		before, after, _ := strings.Cut(c.typed, "|")
		text := before + after
		got := Complete(text, utf16Len(before), knownForTests)
		if !slices.Contains(texts(got), c.choose) {
			if c.result != "" {
				t.Errorf("%s: %q is not offered: %q", c.typed, c.choose, texts(got))
			}
			continue
		}
		units := utf16.Encode([]rune(text))
		result := string(utf16.Decode(units[:got.From])) + c.choose + string(utf16.Decode(units[got.To:]))
		if result != c.result {
			t.Errorf("%s and %s: %q, want %q", c.typed, c.choose, result, c.result)
		}
	}
}

// Whatever is chosen, a query that was right stays one, and one that was not gets
// no other error before the cursor.
func TestCompletionsOfValuesAreValues(t *testing.T) {
	t.Parallel()
	for _, f := range Filters() {
		for _, letter := range []string{"", "a", "e", "le", "s"} {
			text := f.Name + ":" + letter
			for _, item := range Complete(text, len(text), knownForTests).Items {
				if item.Kind == "operator" {
					continue
				}
				if _, err := Parse(f.Name + ":" + item.Text); err != nil {
					t.Errorf("%s: %q is offered: %v", text, item.Text, err)
				}
			}
		}
	}
}

// What is written for a name asks for that name.
func TestWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := genText().Draw(t, "name")
		if FoldValue(name) == "" {
			return
		}
		q, err := Parse("char:=" + Written(name))
		if err != nil {
			t.Fatalf("%q is written %s: %v", name, Written(name), err)
		}
		if !q.Match(FactsOf(ofKind("gem"), Owner{Name: name}), nil) {
			t.Fatalf("%q is written %s, which is %s", name, Written(name), q)
		}
	})
}

func checkCompletion(t interface {
	Fatalf(format string, args ...any)
}, text string, at int) {
	c := Complete(text, at, knownForTests)
	if c.Items == nil || len(c.Items) > maxCompletions {
		t.Fatalf("%q at %d: %d items", text, at, len(c.Items))
	}
	if utf16Len(text) <= MaxLength && (c.From < 0 || c.From > c.To || c.To > utf16Len(text)) {
		t.Fatalf("%q at %d: from %d to %d", text, at, c.From, c.To)
	}
}

func TestCompletionPointsIntoTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		checkCompletion(t, genQueryText().Draw(t, "text"), rapid.IntRange(-2, 60).Draw(t, "at"))
	})
}

func FuzzComplete(f *testing.F) {
	for _, c := range mustContractCases(f) {
		f.Add(c.Query, len(c.Query))
	}
	f.Add("\xff\"", 2)
	f.Add("“", 1)
	f.Fuzz(func(t *testing.T, text string, at int) { checkCompletion(t, text, at) })
}

func BenchmarkComplete(b *testing.B) {
	for _, text := range []string{"s", "spell:e", "set:", "cantrip:>=epic.w", "is:armor al:>=300 name:c"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				Complete(text, len(text), knownForTests)
			}
		})
	}
}

func TestCompleteSetsOfLootFirst(t *testing.T) {
	t.Parallel()
	list := texts(Complete("set:", 4, Known{}))
	if len(list) == 0 || list[0] != "soldier's_set" {
		t.Errorf("%v", list)
	}
}
