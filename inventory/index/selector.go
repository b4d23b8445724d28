package index

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"overlord/inventory/query"
)

// selector keeps the first rows of a result in an order, and no more than it must.
type selector struct {
	column *query.Column // nil: only the order of equals
	desc   bool
	keep   int // how many rows are wanted, from the first one
	full   bool
	worst  candidate // of the kept ones, once full
	rows   []candidate
}

// candidate is a row with what it is sorted by. Owner by owner, and in the order of
// name and item id within a block, rows are met in the order of equals.
type candidate struct {
	key   uint64 // compares like the number or the beginning of the text
	block *block
	order uint32 // of the owner
	row   uint32
}

// last is the key of what is unknown, in both directions.
const last = math.MaxUint64

func newSelector(column *query.Column, desc bool, keep int) *selector {
	return &selector{column: column, desc: desc, keep: keep}
}

// wants tells whether a row of the next owner could still be among the kept.
func (s *selector) wants() bool { return s.keep > 0 && (s.column != nil || len(s.rows) < s.keep) }

// add offers the rows of a block. Owners come in the order of equals.
func (s *selector) add(b *block, order int, set []uint64) {
	rowsOf(set, func(row int) {
		c := candidate{s.key(b, row), b, uint32(order), uint32(row)}
		if s.full && s.compare(c, s.worst) >= 0 {
			return
		}
		s.rows = append(s.rows, c)
		if len(s.rows) >= 2*max(s.keep, 512) {
			s.cut()
		}
	})
}

// cut leaves the rows that are wanted.
func (s *selector) cut() {
	slices.SortFunc(s.rows, s.compare)
	if len(s.rows) >= s.keep && s.keep > 0 {
		s.rows = s.rows[:s.keep]
		s.full, s.worst = true, s.rows[s.keep-1]
	}
}

// page returns the ids of the wanted rows from an offset on.
func (s *selector) page(offset int) []int64 {
	s.cut()
	ids := []int64{}
	for _, c := range s.rows[min(offset, len(s.rows)):] {
		ids = append(ids, c.block.ids[c.row])
	}
	return ids
}

func (s *selector) key(b *block, row int) uint64 {
	switch {
	case s.column == nil:
		return 0
	case s.column.Text != nil:
		n := b.textAt(s.column.Index, row)
		if n == 0 {
			return last
		}
		return s.turned(b.prefixes[n-1])
	}
	v, ok := b.columns[s.column.Index].at(row)
	if !ok {
		return last
	}
	key := math.Float64bits(v)
	if v == 0 {
		key = 0 // not -0
	}
	if key>>63 != 0 {
		return s.turned(^key)
	}
	return s.turned(key | 1<<63)
}

func (s *selector) turned(key uint64) uint64 {
	if s.desc {
		return ^key
	}
	return key
}

func (s *selector) compare(a, b candidate) int {
	if a.key != b.key {
		return cmp.Compare(a.key, b.key)
	}
	if s.column != nil && s.column.Text != nil && a.key != last {
		x, y := a.block.textOf(s.column.Index, int(a.row)), b.block.textOf(s.column.Index, int(b.row))
		if x != y {
			if s.desc {
				x, y = y, x
			}
			return cmp.Compare(x, y)
		}
	}
	if a.order != b.order || a.block == b.block {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.row, b.row))
	}
	return compareRows(a.block, int(a.row), b.block, int(b.row))
}

// compareRows orders rows of different blocks of one owner: by name, unknown names
// last, then by item id.
func compareRows(a *block, i int, b *block, k int) int {
	x, y := a.name(i), b.name(k)
	if (x == "") != (y == "") {
		return cmp.Compare(len(y), len(x))
	}
	return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.itemIDs[i], b.itemIDs[k]), cmp.Compare(a.ids[i], b.ids[k]))
}

// nameColumn is the place of the column of names.
var nameColumn = sync.OnceValue(func() int {
	c, _ := query.ColumnOf("name")
	return c.Index
})

// name is a row's name; "": unknown.
func (b *block) name(row int) string {
	if b.textAt(nameColumn(), row) == 0 {
		return ""
	}
	return b.textOf(nameColumn(), row)
}

// textAt is the number of a row's text, and 1; 0: unknown.
func (b *block) textAt(column, row int) uint32 {
	if b.texts[column] == nil {
		return 0
	}
	return b.texts[column][row]
}

// textOf is a row's text, which is known.
func (b *block) textOf(column, row int) string { return b.strings[b.texts[column][row]-1] }
