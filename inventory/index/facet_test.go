package index

import (
	"context"
	"testing"

	"overlord/inventory/query"
)

// What a facet offers to narrow a result finds as many as it says.
func TestFacetQueriesFindWhatTheyCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 200)
	for _, text := range []string{"", "is:armor", "cantrip:epic or is:weapon"} {
		q := mustParse(t, text)
		r, err := w.index.Search(context.Background(), Request{Query: q, Facets: FacetNames()})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Facets {
			if len(f.Values) == 0 && text == "" {
				t.Errorf("no item has a %s", f.Name)
			}
			for _, v := range f.Values {
				if query.Fold(v.Name) == "mule 0" {
					continue // two characters have this name, but for its case
				}
				if v.Query == "" {
					if f.Name != "type" {
						t.Errorf("%s %s has no query", f.Name, v.Name)
					}
					continue
				}
				narrow := &query.Query{Root: query.All(q.Root, mustParse(t, v.Query).Root)}
				got, err := w.index.Search(context.Background(), Request{Query: narrow})
				if err != nil || got.Total != v.Count {
					t.Errorf("%s: %s finds %d (%v), the facet %s says %d", text, v.Query, got.Total, err, f.Name, v.Count)
				}
			}
		}
	}
}

func mustParse(tb testing.TB, text string) *query.Query {
	tb.Helper()
	q, err := query.Parse(text)
	if err != nil {
		tb.Fatalf("%s: %v", text, err)
	}
	return q
}

func TestUnknownFacetsAreLeftOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 5)
	r, err := w.index.Search(context.Background(), Request{Facets: []string{"colour", "slot"}})
	if err != nil || len(r.Facets) != 1 || r.Facets[0].Name != "slot" {
		t.Errorf("%+v, %v", r.Facets, err)
	}
}
