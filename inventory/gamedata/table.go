package gamedata

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

//go:embed tables
var files embed.FS

// table is a parsed file of tables/: one header row, then rows of as many cells,
// without quoting. An empty cell means unknown or not applicable.
type table struct {
	name   string
	header []string
	rows   [][]string
}

// readTable parses an embedded table. A table that does not parse is a broken
// build, which the tests find: it panics.
func readTable(name string) table {
	text, err := files.ReadFile("tables/" + name)
	if err != nil {
		panic(err)
	}
	t, err := parseTable(name, string(text))
	if err != nil {
		panic(err)
	}
	return t
}

func parseTable(name, text string) (table, error) {
	body, ended := strings.CutSuffix(text, "\n")
	if !ended {
		return table{}, fmt.Errorf("%s: the last line is cut", name)
	}
	lines := strings.Split(body, "\n")
	t := table{name: name, header: strings.Split(lines[0], "\t")}
	for i, line := range lines[1:] {
		row := strings.Split(line, "\t")
		if len(row) != len(t.header) {
			return table{}, fmt.Errorf("%s, line %d: %d cells, want %d", name, i+2, len(row), len(t.header))
		}
		t.rows = append(t.rows, row)
	}
	return t, nil
}

// column returns how to read one column of a row, by its name in the header.
func (t table) column(name string) func(row []string) string {
	i := slices.Index(t.header, name)
	if i < 0 {
		panic(fmt.Sprintf("%s has no column %q", t.name, name))
	}
	return func(row []string) string { return row[i] }
}

// number is column for numbers; an empty cell reads as 0.
func (t table) number(name string) func(row []string) float64 {
	text := t.column(name)
	return func(row []string) float64 {
		cell := text(row)
		if cell == "" {
			return 0
		}
		v, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			panic(fmt.Sprintf("%s, column %q: %v", t.name, name, err))
		}
		return v
	}
}
