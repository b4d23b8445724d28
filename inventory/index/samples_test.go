package index

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"overlord/inventory/item"
	"overlord/inventory/query"
	"overlord/inventory/query/querytest"
)

// Over real items, where they lie beside the repository, the index finds what the
// plain evaluator does; and what is suggested for each item finds it.
func TestRealItems(t *testing.T) {
	t.Parallel()
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "samples", "real_items.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the samples are not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var rows []Entry
	var facts []*query.Facts
	owner := query.Owner{Name: "Mule 1", Uploaded: now}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		it, err := item.Decode(lines.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, Entry{ID: int64(len(rows) + 1), Item: it})
		facts = append(facts, query.FactsOf(it, owner))
		checkSuggestion(t, it)
	}
	if len(rows) < 1000 || lines.Err() != nil {
		t.Fatalf("%d items, %v", len(rows), lines.Err())
	}
	x := New()
	x.Replace(owner.Name, Build(owner.Name, owner.Uploaded, rows))
	x.SetReady(true)
	env := query.Env{Now: now, Worn: x.Worn}
	for _, text := range append(querytest.Queries(), "is:quest", "is:loot", "text:the", "name:=ring", "is:multislot", "is:rare", "spells:>2", "skill:44") {
		q := mustParse(t, text)
		want := 0
		for _, f := range facts {
			if q.Match(f, &env) {
				want++
			}
		}
		r, err := x.Search(context.Background(), Request{Query: q, Env: env})
		if err != nil || r.Total != want {
			t.Errorf("%s: %d, want %d (%v)", text, r.Total, want, err)
		}
	}
}

func checkSuggestion(t *testing.T, it *item.Item) {
	t.Helper()
	var nodes []query.Node
	for _, text := range query.Suggest(it) {
		nodes = append(nodes, mustParse(t, text).Root)
	}
	q := &query.Query{Root: query.All(nodes...)}
	if !q.Match(query.FactsOf(it, query.Owner{}), nil) {
		t.Errorf("%s does not find the item it was made of", q)
	}
}
