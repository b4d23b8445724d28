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

// What a completion says of a value is what its filter finds, also of names that
// are a part of others, and after rows have gone.
func TestCountsOfValuesAreWhatTheirFiltersFind(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 200)
	for _, text := range []string{"slot:", "slot:h", "set:", "material:", "material:gold", "skill:", "damage:", "imbue:", "spell:ward", "spell:m", "is:a"} {
		done := query.Complete(text, len(text), query.Known{Count: w.index.Count})
		for _, item := range done.Items {
			whole := text[:done.From] + item.Text
			r, err := w.index.Search(context.Background(), Request{Query: mustParse(t, whole)})
			if err != nil || item.Count == nil || r.Total != *item.Count {
				t.Errorf("%s finds %d (%v), its completion says %v", whole, r.Total, err, item.Count)
			}
		}
		if len(done.Items) == 0 {
			t.Errorf("%s is not completed", text)
		}
	}
	for _, text := range []string{"cantrip:l", "al:", "char:m"} { // of which nothing is counted
		for _, item := range query.Complete(text, len(text), query.Known{Count: w.index.Count}).Items {
			if item.Count != nil {
				t.Errorf("%s: %s counts %d", text, item.Text, *item.Count)
			}
		}
	}
}
