package index

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"overlord/inventory/item"
	"overlord/inventory/query"
	"overlord/inventory/query/querytest"
	"overlord/store/fault"
)

func ptr[T any](v T) *T { return &v }

// named makes items with names, ids from one on.
func namedItems(first int64, names ...string) []Entry {
	var list []Entry
	for i, name := range names {
		list = append(list, Entry{ID: first + int64(i), Item: &item.Item{ItemID: first + int64(i), Name: ptr(name)}})
	}
	return list
}

func mustSearch(tb testing.TB, x *Index, text string) Result {
	tb.Helper()
	r, err := x.Search(context.Background(), Request{Query: mustParse(tb, text), Limit: 100})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func readyIndex(characters ...string) *Index {
	x := New()
	for i, name := range characters {
		x.Replace(name, Build(name, now, namedItems(int64(i*10+1), "Helm", "Coat")))
	}
	x.SetReady(true)
	return x
}

// While it loads, a part is never answered as if it were the whole.
func TestNothingIsAnsweredWhileLoading(t *testing.T) {
	t.Parallel()
	x := New()
	x.Replace("A", Build("A", now, namedItems(1, "Helm")))
	_, err := x.Search(context.Background(), Request{})
	if fault.CodeOf(err) != fault.Unavailable || fault.Of(err).RetryAfter == 0 {
		t.Errorf("%v", err)
	}
	x.SetReady(true)
	if r := mustSearch(t, x, "helm"); r.Total != 1 || !x.Ready() {
		t.Errorf("%+v", r)
	}
	x.SetReady(false)
	if _, err := x.Search(context.Background(), Request{}); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("%v", err)
	}
}

func TestReplaceAndRemove(t *testing.T) {
	t.Parallel()
	x := readyIndex("B", "A")
	if got := mustSearch(t, x, ""); !slices.Equal(got.IDs, []int64{12, 11, 2, 1}) {
		t.Errorf("by owner and name: %v", got.IDs)
	}
	if got := x.Characters(); !slices.Equal(got, []string{"A", "B"}) || x.Len() != 4 {
		t.Errorf("%q, %d items", got, x.Len())
	}
	x.Replace("B", Build("B", now, namedItems(50, "Shield")))
	if got := mustSearch(t, x, ""); !slices.Equal(got.IDs, []int64{12, 11, 50}) || x.Len() != 3 {
		t.Errorf("after the swap: %v", got.IDs)
	}
	x.Remove("A")
	x.Remove("nobody")
	x.Replace("B", nil)
	if got := mustSearch(t, x, ""); got.Total != 0 || x.Len() != 0 || x.Segment("B") != nil {
		t.Errorf("after all were removed: %v", got.IDs)
	}
}

func TestSegmentTellsWhatItHolds(t *testing.T) {
	t.Parallel()
	x := readyIndex("A")
	if s := x.Segment("A"); s.Len() != 2 || s.Owner() != (query.Owner{Name: "A", Uploaded: now}) {
		t.Errorf("%+v", s.Owner())
	}
}

func TestUnknownSortIsInvalid(t *testing.T) {
	t.Parallel()
	_, err := readyIndex("A").Search(context.Background(), Request{Sort: "id; drop table items"})
	if fault.CodeOf(err) != fault.Invalid || fault.Of(err).Field != "sort" {
		t.Errorf("%v", err)
	}
}

// A page far beyond the end is empty, and costs nothing.
func TestPagesBeyondTheEnd(t *testing.T) {
	t.Parallel()
	x := readyIndex("A", "B")
	for _, r := range []Request{{Offset: 4, Limit: 1}, {Offset: math.MaxInt, Limit: math.MaxInt}, {Offset: -5, Limit: -1}, {}} {
		if got, err := x.Search(context.Background(), r); err != nil || got.Total != 4 || len(got.IDs) != 0 || got.IDs == nil {
			t.Errorf("%+v: %+v, %v", r, got, err)
		}
	}
	if got, err := x.Search(context.Background(), Request{Offset: 3, Limit: math.MaxInt, Sort: "name"}); err != nil || len(got.IDs) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := readyIndex("A").Search(ctx, Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// Unknowns are last both ways.
func TestUnknownsAreLast(t *testing.T) {
	t.Parallel()
	rows := namedItems(1, "a", "b", "c", "d")
	rows[0].Item.Value, rows[2].Item.Value, rows[3].Item.Value = ptr(int64(5)), ptr(int64(16777217)), ptr(int64(-3))
	rows[0].Item.ItemType, rows[1].Item.ItemType, rows[3].Item.ItemType = ptr("zebra"), ptr("armor and more"), ptr("armor and mare")
	x := New()
	x.Replace("A", Build("A", now, rows))
	x.SetReady(true)
	for _, c := range []struct {
		sort string
		desc bool
		want []int64
	}{
		{"value", false, []int64{4, 1, 3, 2}}, {"value", true, []int64{3, 1, 4, 2}},
		{"item_type", false, []int64{4, 2, 1, 3}}, {"item_type", true, []int64{1, 2, 4, 3}},
		{"icon", true, []int64{1, 2, 3, 4}},
	} {
		r, err := x.Search(context.Background(), Request{Sort: c.sort, Desc: c.desc, Limit: 10})
		if err != nil || !slices.Equal(r.IDs, c.want) {
			t.Errorf("%s %v: %v, want %v (%v)", c.sort, c.desc, r.IDs, c.want, err)
		}
	}
	if got := mustSearch(t, x, "value:16777217"); got.Total != 1 {
		t.Errorf("a number that single precision does not hold: %+v", got)
	}
	if got := mustSearch(t, x, "value:16777216"); got.Total != 0 {
		t.Errorf("its neighbour: %+v", got)
	}
}

// A total of 0 says what was probably meant; nothing is searched that was not
// asked for.
func TestDidYouMean(t *testing.T) {
	t.Parallel()
	x := readyIndex("Mule One", "Scout")
	for text, want := range map[string][]Correction{
		"hlem":                 {{"hlem", []string{"helm"}, "helm"}},
		"coat helmm /* T */":   {{"helmm", []string{"helm"}, "coat helm /* T */"}},
		"-helm name:caot":      {{"caot", []string{"coat"}, "-helm name:coat"}},
		"char:scuot":           {{"scuot", []string{"scout"}, "char:scout"}},
		"char:=mlue":           {{"mlue", []string{"mule one"}, `char:="mule one"`}},
		"better:mlue":          {{"mlue", []string{"mule one"}, `better:"mule one"`}},
		"tag:kepe":             {{"kepe", []string{"keep"}, "tag:keep"}},
		"\"golden hlem\"":      {{"hlem", []string{"helm"}, "\"golden helm\""}},
		"(coat hlem) or 'x y'": {{"hlem", []string{"helm"}, "(coat and helm) or \"x y\""}},
		"helm coat":            nil, // both are known, together nothing has them
		"qqqqqq":               nil,
		"al:>=900":             nil,
	} {
		r, err := x.Search(context.Background(), Request{Query: mustParse(t, text), Env: query.Env{Tags: map[int64][]string{77: {"Keep"}}}})
		if err != nil || r.Total != 0 {
			t.Fatalf("%s: %d, %v", text, r.Total, err)
		}
		var got []Correction
		for _, c := range r.DidYouMean {
			c.Near = slices.DeleteFunc(c.Near, func(near string) bool { return len(want) == 0 || !slices.Contains(want[0].Near, near) })
			got = append(got, c)
		}
		if len(want) > 0 && !reflect.DeepEqual(got, want) || len(want) == 0 && text != "qqqqqq" && len(got) > 0 {
			t.Errorf("%s: %+v, want %+v", text, r.DidYouMean, want)
		}
	}
	if r := mustSearch(t, x, "helm"); r.DidYouMean != nil {
		t.Errorf("something was found, and yet: %+v", r.DidYouMean)
	}
}

// What is and-ed from elsewhere narrows the result, and no correction speaks of it.
func TestAlso(t *testing.T) {
	t.Parallel()
	x := readyIndex("A", "B")
	also, err := query.Where("char", "=", "B")
	if err != nil {
		t.Fatal(err)
	}
	r, err := x.Search(context.Background(), Request{Query: mustParse(t, "helm"), Also: also, Limit: 9})
	if err != nil || !slices.Equal(r.IDs, []int64{11}) {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err = x.Search(context.Background(), Request{Also: also, Limit: 9}); err != nil || r.Total != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	r, err = x.Search(context.Background(), Request{Query: mustParse(t, "hlem"), Also: also})
	if err != nil || len(r.DidYouMean) != 1 || r.DidYouMean[0].Query != "helm" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestWordsForCompletion(t *testing.T) {
	t.Parallel()
	x := New()
	var names []string
	for i := range 3 * maxRecent {
		names = append(names, fmt.Sprintf("zzword%05d (tall)", i))
	}
	x.Replace("A", Build("A", now, namedItems(1, names...)))
	x.Replace("B", Build("B", now, namedItems(9000, "Zzwordless")))
	if got := x.Words("zzword0012", 4); !slices.Equal(got, []string{"zzword00120", "zzword00121", "zzword00122", "zzword00123"}) {
		t.Errorf("%q", got)
	}
	if got := x.Words("zzwordl", 4); !slices.Equal(got, []string{"zzwordless"}) {
		t.Errorf("%q", got)
	}
	if got := x.Words("impenet", 1); !slices.Equal(got, []string{"impenetrability"}) {
		t.Errorf("names of spells are not known: %q", got)
	}
	if got := x.Words("tal", 9); !slices.Contains(got, "tall") {
		t.Errorf("%q", got)
	}
}

// Texts that no item has any more do not stay for ever, and what is found does not
// change when they go.
func TestTheDictionaryForgets(t *testing.T) {
	t.Parallel()
	x := readyIndex("Stays")
	const perRound = 3000
	for round := range 4 {
		var names []string
		for i := range perRound {
			names = append(names, fmt.Sprintf("thing %d of %d", i, round))
		}
		x.Replace("Changes", Build("Changes", now, namedItems(1000, names...)))
		if got := mustSearch(t, x, fmt.Sprintf(`"thing 77 of %d"`, round)); got.Total != 1 {
			t.Errorf("round %d: %d found", round, got.Total)
		}
		if got := mustSearch(t, x, "helm"); got.Total != 1 {
			t.Errorf("round %d: the other character's items are lost", round)
		}
		if got := mustSearch(t, x, fmt.Sprintf(`"of %d"`, round-1)); got.Total != 0 {
			t.Errorf("round %d: old items are found", round)
		}
	}
	if n := x.state.Load().texts.len(); n > 3*perRound {
		t.Errorf("%d texts are kept for %d", n, perRound)
	}
}

// A character with more items than a block holds is searched and sorted as one.
func TestManyBlocks(t *testing.T) {
	t.Parallel()
	const perBlock = 100
	rows := make([]Entry, 10_070)
	for i := range rows {
		rows[i] = Entry{ID: int64(i + 1), Item: &item.Item{ItemID: int64(i + 1), Name: ptr("Taper"), Burden: ptr(int32(i % 300))}}
	}
	x := New()
	x.Replace("A", build("A", now, rows, perBlock))
	x.SetReady(true)
	r, err := x.Search(context.Background(), Request{Query: mustParse(t, "taper burden:>=150"), Sort: "burden", Offset: 20, Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	// Burden 150 have 151, 451, 751, … by id.
	if want := []int64{151 + 20*300, 151 + 21*300, 151 + 22*300}; !slices.Equal(r.IDs, want) {
		t.Errorf("%v, want %v", r.IDs, want)
	}
	total := 0
	for i := range rows {
		if i%300 >= 150 {
			total++
		}
	}
	if r.Total != total {
		t.Errorf("%d, want %d", r.Total, total)
	}
}

// Uploads and searches at the same time: each search sees whole inventories, and
// one that a character had.
func TestSearchesSeeWholeInventories(t *testing.T) {
	t.Parallel()
	x := New()
	const size, rounds = 64, 40
	upload := func(round int) {
		var names []string
		for range size {
			names = append(names, fmt.Sprintf("round%d", round))
		}
		x.Replace("A", Build("A", now, namedItems(1, names...)))
	}
	upload(0)
	x.Replace("B", Build("B", now, namedItems(1000, "Helm")))
	x.SetReady(true)
	var group sync.WaitGroup
	group.Go(func() {
		for round := range rounds {
			upload(round)
		}
	})
	for range 3 {
		group.Go(func() {
			for range rounds {
				r, err := x.Search(context.Background(), Request{Query: mustParse(t, "round"), Sort: "name", Limit: 5, Facets: FacetNames()})
				if err != nil || r.Total != size || len(r.IDs) != 5 {
					t.Errorf("%+v, %v", r, err)
				}
				x.Words("rou", 3)
			}
		})
	}
	group.Wait()
}

// Columns keep numbers exactly, in however few bytes.
func TestColumnsAreExact(t *testing.T) {
	t.Parallel()
	unknown := math.NaN()
	for _, values := range [][]float64{
		{1, 2, unknown, -3}, {127, -127, unknown}, {128, -128}, {32767, -32767, unknown}, {-32768, 1}, {70000, -5, unknown}, {math.MaxInt32, math.MinInt32},
		{4294967295, 1, unknown}, {16777217, 16777216, 0.5}, {1.5, 2.25, unknown}, {0.1, 0.2}, {7, 7, 7}, {7, unknown, 7}, {unknown, unknown}, {},
	} {
		c := newColumn(values)
		for row, want := range values {
			if got, ok := c.at(row); ok != (want == want) || ok && got != want {
				t.Errorf("%v in %T: row %d is %v, %v", values, c, row, got, ok)
			}
		}
		for _, bounds := range [][2]float64{{-3, 2}, {math.Inf(-1), math.Inf(1)}, {1.2, 1.8}, {127.5, 1e9}, {math.Inf(-1), -3}, {0.1, 0.1}, {16777217, 4294967295}, {5, 4}} {
			set := make([]uint64, wordsFor(len(values)))
			c.within(bounds[0], bounds[1], set)
			for row, v := range values {
				if want := v >= bounds[0] && v <= bounds[1]; has(set, uint32(row)) != want {
					t.Errorf("%v in %T: row %d within %v: %v", values, c, row, bounds, !want)
				}
			}
		}
	}
}

func TestDictionaryFindsEveryText(t *testing.T) {
	t.Parallel()
	list := []string{"a", "ab", "b", "abab", "bab", "xabx", "é"}
	d := newDictionary().with(list[:3])
	d = d.with(list[3:])
	for _, term := range []string{"a", "ab", "b", "bab", "x", "é", "abx", "c", "ababab"} {
		part, whole := d.matches(term, false), d.matches(term, true)
		for i, text := range list {
			if has(part, uint32(i)) != strings.Contains(text, term) || has(whole, uint32(i)) != (text == term) {
				t.Errorf("%q in %q", term, text)
			}
		}
	}
	if len(newDictionary().matches("a", false)) != 0 {
		t.Error("an empty dictionary has texts")
	}
}

func TestUploadTimeIsTheCharacters(t *testing.T) {
	t.Parallel()
	x := New()
	x.Replace("Old", Build("Old", now.Add(-48*time.Hour), namedItems(1, "Helm")))
	x.Replace("New", Build("New", now, namedItems(2, "Helm")))
	x.Replace("Never", Build("Never", time.Time{}, namedItems(3, "Helm")))
	x.SetReady(true)
	for text, want := range map[string][]int64{"seen:<1d": {2}, "seen:>1d": {1}, "-seen:<1d": {3, 1}} {
		r, err := x.Search(context.Background(), Request{Query: mustParse(t, text), Limit: 9, Env: query.Env{Now: now}})
		if err != nil || !slices.Equal(r.IDs, want) {
			t.Errorf("%s: %v, want %v (%v)", text, r.IDs, want, err)
		}
	}
}

// The queries that others measure with are queries, and nearly all find something.
func TestBenchQueriesFindItems(t *testing.T) {
	t.Parallel()
	x := New()
	for n := range 13 {
		var rows []Entry
		for i, it := range querytest.Items(1, n, 300) {
			rows = append(rows, Entry{ID: int64(n*300 + i + 1), Item: it})
		}
		x.Replace(querytest.Character(n), Build(querytest.Character(n), now, rows))
	}
	x.SetReady(true)
	if n := len(querytest.Queries()); n != 50 {
		t.Errorf("%d queries", n)
	}
	empty := 0
	for _, text := range querytest.Queries() {
		r, err := x.Search(context.Background(), Request{Query: mustParse(t, text), Env: query.Env{Now: now}})
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if r.Total == 0 {
			empty++
			t.Logf("%s finds nothing", text)
		}
	}
	if empty > 5 {
		t.Errorf("%d queries find nothing", empty)
	}
}

// Fits tells of each item that is found what the item itself says.
func TestFitsAreTheItems(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 150)
	for _, text := range []string{"", "is:armor", "level:>100"} {
		want := map[int64]*query.Facts{}
		q := mustParse(t, text)
		for _, f := range w.facts {
			if q.Match(f, &query.Env{}) {
				want[f.ID] = f
			}
		}
		err := w.index.Fits(context.Background(), Request{Query: q}, func(got *Fit) {
			f := want[got.ID]
			if f == nil {
				t.Fatalf("%q does not find %d, or finds it twice", text, got.ID)
			}
			delete(want, got.ID)
			asked := f.Item.Requirements
			if got.Owner != f.Owner.Name || got.ItemID != f.Item.ItemID || got.Slots != f.Slots() || got.Merit != f.Merit() ||
				!slices.Equal(got.Requirements.List(), asked.List()) || (got.Requirements.Heritage == nil) != (asked.Heritage == nil) {
				t.Errorf("%+v of %+v", got, f.Item)
			}
		})
		if err != nil || len(want) > 0 {
			t.Errorf("%q: %d are not told (%v)", text, len(want), err)
		}
	}
	if err := New().Fits(context.Background(), Request{}, nil); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("an index that is not loaded: %v", err)
	}
}
