package inventory

import (
	"encoding/json"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"overlord/inventory/index"
	"overlord/inventory/query"
	"overlord/inventory/query/querytest"
)

// A change of few items reaches the index without a reading of all, and the index
// is then the one that would be read.
func TestTheIndexFollowsChanges(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	all := h.stock(2)
	giver, taker := querytest.Character(1), querytest.Character(2)
	mine := all[giver]
	idOf := func(raw string) int64 {
		var it struct{ ID int64 }
		if err := json.Unmarshal([]byte(raw), &it); err != nil {
			t.Fatal(err)
		}
		return it.ID
	}
	h.search("")                          // reads everything
	h.module.catalogue.turn <- struct{}{} // nobody else reads now
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"one item is another", func() {
			h.update(giver, strings.Replace(mine[3], `"StringValues":{`, `"StringValues":{"7":"Signed by hand",`, 1))
		}},
		{"one is new", func() { h.update(giver, ring(880001, "Follower's Ring")) }},
		{"one goes", func() { h.remove(giver, idOf(mine[4])) }},
		{"one is traded", func() { h.update(taker, mine[5]) }},
		{"and back", func() { h.update(giver, mine[5]) }},
		{"the new one goes again", func() { h.remove(giver, 880001) }},
		{"everything once more, with two different", func() {
			items := append([]string{plain(880002, "Drum")}, mine[1:]...)
			h.full(giver, items...)
		}},
		{"two that write the same item", func() { h.update(giver, plain(880002, "Lute")); h.update(giver, plain(880002, "Flute")) }},
	} {
		step.do()
		states, err := loadStates(t.Context(), h.pool)
		if err != nil {
			t.Fatal(err)
		}
		if stale := h.module.catalogue.stale(states); len(stale) > 0 {
			t.Errorf("%s: of %v everything has to be read", step.name, stale)
		}
		h.asReadAnew(step.name)
	}
	<-h.module.catalogue.turn
	for i := range 70 { // more than a part follows
		h.update(giver, plain(890000+i, "Stone"))
	}
	if n := h.search(q("stone") + "&character=" + strings.ReplaceAll(giver, " ", "+")).TotalCount; n < 70 {
		t.Errorf("after many changes %d are found", n)
	}
	h.asReadAnew("many changes")
}

// asReadAnew holds the index against one that reads everything now.
func (h *house) asReadAnew(when string) {
	h.t.Helper()
	fresh, err := New(Config{ReadOnly: true, Pool: h.pool, Logger: slog.New(slog.DiscardHandler), Now: h.clock.now})
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := fresh.catalogue.catchUp(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	fresh.catalogue.index.SetReady(true)
	columns := query.Columns()
	for i, text := range append(querytest.Queries(), `"signed by hand"`, "lute or drum or flute", "char:=nobody") {
		parsed, err := query.Parse(text)
		if err != nil {
			h.t.Fatal(err)
		}
		r := index.Request{Query: parsed, Sort: columns[i%len(columns)].Name, Desc: i%2 == 0, Limit: 10000, Facets: index.FacetNames(), Env: query.Env{Now: h.clock.now().Add(time.Hour)}}
		got, err := h.module.catalogue.index.Search(h.t.Context(), r)
		want, wrong := fresh.catalogue.index.Search(h.t.Context(), r)
		if err != nil || wrong != nil {
			h.t.Fatal(err, wrong)
		}
		got.DidYouMean, want.DidYouMean = nil, nil // words are not forgotten at once
		if !reflect.DeepEqual(got, want) {
			h.t.Errorf("%s: %s by %s: %d found, %d if read anew\n%v\n%v", when, text, r.Sort, got.Total, want.Total, got.IDs[:min(20, len(got.IDs))], want.IDs[:min(20, len(want.IDs))])
		}
	}
}
