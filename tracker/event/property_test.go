package event

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// oddStrings are JSON strings as nobody should send them.
var oddStrings = rapid.Custom(func(t *rapid.T) string {
	parts := rapid.SliceOfN(rapid.SampledFrom([]string{
		"a", " ", "é", "😀", "\xff", "\xc3", `\u0000`, `\ud800`, `\udc00`, `\ud83d\ude00`, `\n`, `\"`, `\\`, "1", ",", ".", "'", "\u00a0", "\u202f", "e", "-", "∞",
	}), 0, 10).Draw(t, "parts")
	return `"` + strings.Join(parts, "") + `"`
})

// oddNumbers are JSON numbers of every size.
var oddNumbers = rapid.OneOf(
	rapid.StringMatching(`-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,5})?`),
	rapid.StringMatching(`-?(0|[1-9][0-9]{40,90})(\.[0-9]{40,90})?`),
	rapid.SampledFrom([]string{"0", "1", "-1", "2147483648", "-2147483649", "9007199254740993", "1e999", "1e-20000", "0e-20000", "10000", "10000.5"}),
)

// oddValues are JSON values, nested now and then, and deeply so at times.
var oddValues = rapid.Custom(func(t *rapid.T) string { return drawValue(t, 3) })

func drawValue(t *rapid.T, depth int) string {
	kinds := 7
	if depth == 0 {
		kinds = 4
	}
	space := rapid.SampledFrom([]string{"", "", "", " ", "\n\t"}).Draw(t, "space")
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return rapid.SampledFrom([]string{"null", "true", "false"}).Draw(t, "word")
	case 1, 2:
		return oddNumbers.Draw(t, "number")
	case 3:
		return oddStrings.Draw(t, "string")
	case 4:
		return nested(rapid.IntRange(1, 70).Draw(t, "depth"))
	case 5:
		var parts []string
		for range rapid.IntRange(0, 3).Draw(t, "elements") {
			parts = append(parts, space+drawValue(t, depth-1))
		}
		return "[" + strings.Join(parts, space+",") + space + "]"
	}
	var parts []string
	for range rapid.IntRange(0, 3).Draw(t, "members") {
		parts = append(parts, oddStrings.Draw(t, "name")+space+":"+drawValue(t, depth-1))
	}
	return "{" + strings.Join(parts, ","+space) + "}"
}

// memberNames are all names that any family knows, and some that none does.
var memberNames = rapid.SampledFrom(allMemberNames())

func allMemberNames() []string {
	names := map[string]bool{
		"received_at": true, "lifetime": true, "other": true, "": true, "Type": true, `\u0065w`: true, `ew\u0000`: true, `a\ud800`: true, "b\xff": true,
	}
	for _, members := range requiredMembers {
		for _, m := range members {
			names[m[0]] = true
		}
	}
	for _, members := range optionalMembers {
		for name := range members {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// drawFrame makes an event of any family: what it needs, then odd members that
// may repeat, hide or break it.
func drawFrame(t *rapid.T) []byte {
	family := rapid.SampledFrom(Families()).Draw(t, "family")
	parts := []string{fmt.Sprintf(`"type":%q`, typeOf(family))}
	if rapid.IntRange(0, 9).Draw(t, "character") > 0 {
		parts = append(parts, `"character_name":"Larsa"`)
	} else {
		parts = append(parts, `"character_name":`+oddStrings.Draw(t, "name"))
	}
	parts = append(parts, `"timestamp":`+rapid.SampledFrom([]string{
		`"2026-05-04T18:21:07.4129999Z"`, `"2026-05-04T20:31:07+02:00"`, `"2020-01-01T00:00:00Z"`, `"soon"`, `null`, `5`,
	}).Draw(t, "timestamp"))
	for _, m := range requiredMembers[family] {
		parts = append(parts, fmt.Sprintf("%q:%s", m[0], m[1]))
	}
	for range rapid.IntRange(0, 12).Draw(t, "more") {
		parts = append(parts, `"`+memberNames.Draw(t, "member")+`":`+oddValues.Draw(t, "value"))
	}
	if rapid.Bool().Draw(t, "shuffled") {
		parts = rapid.Permutation(parts).Draw(t, "order")
	}
	return []byte("{" + strings.Join(parts, ",") + "}")
}

// Whatever an event carries, it is refused for a reason of the list, or all
// that is promised of an accepted event holds.
func TestOddEvents(t *testing.T) {
	t.Parallel()
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		e, _, err := Decode(drawFrame(t), received)
		if err != nil {
			checkRefusal(t, err)
			return
		}
		accepted++
		checkEvent(t, e)
	})
	if accepted == 0 {
		t.Error("no event was accepted: nothing was checked")
	}
}

func checkRefusal(t failer, err error) {
	t.Helper()
	refusal, ok := err.(*Refusal)
	if !ok {
		t.Errorf("the error is a %T", err)
		return
	}
	families := append(Families(), FamilyNone, FamilyUnknown)
	if !slices.Contains(Reasons(), refusal.Reason) || !slices.Contains(families, refusal.Family) || refusal.Message == "" {
		t.Errorf("refused as %+v", refusal)
	}
}

// Readers are shared between goroutines, and what they gave out before stays.
func TestDecodeTogether(t *testing.T) {
	t.Parallel()
	frames := examples(t)
	names := slices.Sorted(maps.Keys(frames))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			kept := map[string]*Event{}
			for range 50 {
				for _, name := range names {
					e, _, err := Decode(frames[name], received)
					if err != nil {
						t.Error(err)
						return
					}
					if before := kept[name]; before != nil {
						checkSame(t, before, e, Notes{}, nil)
					}
					kept[name] = e
				}
				if _, _, err := Decode([]byte(`{"type":"spawn","character_name":"A","mob":"\ud800","x":[`), received); err == nil {
					t.Error("half a frame is accepted")
				}
			}
		})
	}
	all.Wait()
}

// The frame belongs to the caller: it may be used for the next message.
func TestEventsDoNotHoldTheFrame(t *testing.T) {
	t.Parallel()
	for name, frame := range examples(t) {
		before, _ := MustDecode(t, string(frame))
		lent := slices.Clone(frame)
		e, _, err := Decode(lent, received)
		if err != nil {
			t.Fatal(err)
		}
		for i := range lent {
			lent[i] = 'x'
		}
		if t.Log(name); string(e.Payload) != string(before.Payload) {
			t.Error("the payload changed with the frame")
		}
		checkSame(t, before, e, Notes{}, nil)
	}
}
