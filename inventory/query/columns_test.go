package query

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"overlord/inventory/item"
)

// Every scalar column of the item tables can be sorted by.
func TestColumnsAreTheContracts(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "contract", "schema.sql"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the contract is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	tables := regexp.MustCompile(`(?s)create table (items|item_combat_stats|item_requirements|item_enhancements|item_ratings) \((.*?)\n\);`).FindAllStringSubmatch(string(text), -1)
	if len(tables) != 5 {
		t.Fatalf("%d tables", len(tables))
	}
	found := 0
	for _, table := range tables {
		body := regexp.MustCompile(`--.*`).ReplaceAllString(table[2], "")
		for _, definition := range strings.Split(body, ",") {
			words := strings.Fields(definition)
			if len(words) < 2 || strings.Contains(definition, "[]") || words[0] == "item_id" && table[1] != "items" {
				continue
			}
			found++
			if _, ok := ColumnOf(strings.Trim(words[0], `"`)); !ok {
				t.Errorf("%s.%s cannot be sorted by", table[1], words[0])
			}
		}
	}
	if found < 90 {
		t.Errorf("only %d columns were found", found)
	}
	for _, name := range []string{"equipped", "seen", "slot_name", "computed_slot_name"} {
		if _, ok := ColumnOf(name); !ok {
			t.Errorf("%s cannot be sorted by", name)
		}
	}
}

// A column is a number or a text, and unknown of an item of which nothing is known,
// but for what is always known.
func TestColumns(t *testing.T) {
	t.Parallel()
	always := map[string]bool{"item_id": true, "has_id_data": true, "equipped": true}
	nothing := FactsOf(&item.Item{}, Owner{})
	for i, c := range Columns() {
		if c.Index != i || (c.Number == nil) == (c.Text == nil) {
			t.Errorf("%s: place %d of %d", c.Name, c.Index, i)
		}
		known := false
		if c.Number != nil {
			_, known = c.Number(nothing)
		} else {
			_, known = c.Text(nothing)
		}
		if known != always[c.Name] {
			t.Errorf("%s of nothing is known: %v", c.Name, known)
		}
	}
}

func TestColumnsOfTheRow(t *testing.T) {
	t.Parallel()
	f := FactsOf(ofKind("armor", called("Ünder  Shirt"), func(i *item.Item) { i.SlotNames = []string{"shirt", "pants"} }), Owner{Name: "Mule A", Uploaded: noon})
	f.ID, f.Changed = 9, noon.Add(time.Second)
	for name, want := range map[string]float64{"id": 9, "item_id": 7, "timestamp": float64(noon.UnixMicro()) + 1e6, "seen": float64(noon.UnixMicro()), "equipped": 0, "has_id_data": 1} {
		c, _ := ColumnOf(name)
		if got, ok := c.Number(f); !ok || got != want {
			t.Errorf("%s is %v, %v", name, got, ok)
		}
	}
	for name, want := range map[string]string{"character_name": "mule a", "name": "under shirt", "item_type": "armor", "slot_name": "shirt, pants"} {
		c, _ := ColumnOf(name)
		if got, ok := c.Text(f); !ok || got != want {
			t.Errorf("%s is %q, %v", name, got, ok)
		}
	}
}
