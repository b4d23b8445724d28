package query_test

import (
	"slices"
	"strings"
	"testing"

	"overlord/inventory/item"
	"overlord/inventory/query"
	"overlord/inventory/query/querytest"
)

// The query that is made of an item finds the item.
func TestSuggestedQueriesFindTheItem(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, it := range querytest.Items(3, 0, 2000) {
		list := query.Suggest(it)
		text := strings.Join(list, " ")
		q, err := query.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !q.Match(query.FactsOf(it, query.Owner{}), nil) {
			t.Fatalf("%s does not find the item it was made of", text)
		}
		if len(list) == 0 {
			t.Errorf("nothing is suggested for item %d", it.ItemID)
		}
		for _, s := range list {
			name, _, _ := strings.Cut(s, ":")
			used[name] = true
		}
	}
	for _, name := range []string{"is", "slot", "set", "material", "name", "cantrip", "al", "dmg", "cdr"} {
		if !used[name] {
			t.Errorf("no item was described with %s:", name)
		}
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	i := slices.IndexFunc(querytest.Items(3, 0, 2000), func(it *item.Item) bool {
		return it.ItemType != nil && *it.ItemType == "armor" && it.Enhancements.ItemSet != nil && it.HasIDData
	})
	got := query.Suggest(querytest.Items(3, 0, 2000)[i])
	if got[0] != "is:armor" || !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "set:=") }) {
		t.Errorf("%q", got)
	}
}
