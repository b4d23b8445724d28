package gamedata

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tables lists every table with its number of rows and the columns that together
// name a row; no two rows have the same name, but where repeats says so.
var tables = []struct {
	file    string
	rows    int
	key     []string
	repeats bool
}{
	{"aetheria.tsv", 3, []string{"bit"}, false},
	{"attributes.tsv", 12, []string{"id", "kind"}, false},
	{"bonded_attuned.tsv", 8, []string{"id", "kind"}, false},
	{"bool_props.tsv", 132, []string{"id"}, false},
	{"cantrips.tsv", 69, []string{"name"}, false},
	{"coverage_mask.tsv", 17, []string{"value"}, false},
	{"damage_types.tsv", 12, []string{"value"}, false},
	{"double_props.tsv", 186, []string{"id"}, false},
	{"dungeons.tsv", 941, []string{"landblock"}, false},
	{"equip_mask.tsv", 31, []string{"value"}, false},
	{"heritage.tsv", 13, []string{"id"}, false},
	{"imbued_effects.tsv", 18, []string{"value"}, false},
	{"int_props.tsv", 434, []string{"id"}, false},
	{"item_sets.tsv", 140, []string{"id"}, false},
	{"item_types.tsv", 31, []string{"value"}, false},
	{"masteries.tsv", 15, []string{"id", "kind"}, false},
	{"materials.tsv", 77, []string{"id"}, false},
	{"object_classes.tsv", 43, []string{"id"}, false},
	{"pois.tsv", 1902, []string{"name", "ns", "ew"}, true},
	{"rares.tsv", 340, []string{"wcid"}, false},
	{"skills.tsv", 54, []string{"id"}, false},
	{"spells.tsv", 6266, []string{"id"}, false},
	{"string_props.tsv", 53, []string{"id"}, false},
	{"towns.tsv", 85, []string{"name", "type"}, false},
	{"wield_requirements.tsv", 13, []string{"id"}, false},
}

func TestEveryTableParses(t *testing.T) {
	t.Parallel()
	for _, want := range tables {
		t.Run(want.file, func(t *testing.T) {
			tab := readTable(want.file)
			if len(tab.rows) != want.rows {
				t.Errorf("%d rows, want %d", len(tab.rows), want.rows)
			}
			seen := map[string]bool{}
			for i, row := range tab.rows {
				var key []string
				for _, name := range want.key {
					cell := tab.column(name)(row)
					if strings.TrimSpace(cell) == "" {
						t.Errorf("line %d: no %s", i+2, name)
					}
					key = append(key, cell)
				}
				k := strings.Join(key, " ")
				if seen[k] && !want.repeats {
					t.Errorf("line %d: %q stands twice", i+2, k)
				}
				seen[k] = true
			}
		})
	}
}

func TestNoTableIsForgotten(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"landmask.txt": true}
	for _, tab := range tables {
		known[tab.file] = true
	}
	list, err := fs.ReadDir(files, "tables")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if !known[f.Name()] {
			t.Errorf("%s has no line in this test", f.Name())
		}
		delete(known, f.Name())
	}
	for name := range known {
		t.Errorf("%s is not embedded", name)
	}
}

// TestCopiesAreCurrent compares the tables with those that they were taken from,
// where these lie beside the repository.
func TestCopiesAreCurrent(t *testing.T) {
	t.Parallel()
	source := filepath.Join("..", "..", "..", "shared", "gamedata")
	if _, err := os.Stat(source); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there", source)
	}
	list, err := fs.ReadDir(files, "tables")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		want, err := os.ReadFile(filepath.Join(source, f.Name()))
		if err != nil {
			t.Error(err)
			continue
		}
		got, err := files.ReadFile("tables/" + f.Name())
		if err != nil {
			t.Error(err)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from its source", f.Name())
		}
	}
}

func TestParseTableRefuses(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a cut last line": "id\tname\n1\tStr",
		"a row too short": "id\tname\n1\n",
		"a row too long":  "id\tname\n1\tA\tB\n",
		"a blank line":    "id\tname\n1\tA\n\n",
		"nothing":         "",
	} {
		if tab, err := parseTable("x.tsv", text); err == nil {
			t.Errorf("%s was taken: %+v", name, tab)
		}
	}
}

func TestUnknownColumnIsABrokenBuild(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a column that does not exist was read")
		}
	}()
	readTable("towns.tsv").column("mayor")
}
