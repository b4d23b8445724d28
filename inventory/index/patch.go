package index

import (
	"slices"
	"time"

	"overlord/inventory/query"
)

const (
	// lateMost is how many rows a segment has outside of what Build made: they are
	// kept as items, and made into a block anew at each change.
	lateMost = 64

	// goneShare is the most of a block's rows that may be gone, as one of so many.
	goneShare = 4
)

// With makes the segment as it is once rows are gone, by items.id, and others are
// there, new or changed, in much less time than Build takes. Not ok: too much has
// changed since Build, which is due again. The entries' items are kept and must not
// change any more.
func (s *Segment) With(uploaded time.Time, gone []int64, rows []Entry) (next *Segment, ok bool) {
	if len(rows) > lateMost {
		return nil, false
	}
	out := make(map[int64]bool, len(gone)+len(rows))
	for _, id := range gone {
		out[id] = true
	}
	for _, r := range rows {
		out[r.ID] = true
	}
	next = &Segment{owner: query.Owner{Name: s.owner.Name, Uploaded: uploaded}, folded: s.folded, asked: s.asked, query: s.query}
	next.late = append(slices.DeleteFunc(slices.Clone(s.late), func(e Entry) bool { return out[e.ID] }), rows...)
	if len(next.late) > lateMost || !next.keep(s, out) {
		return nil, false
	}
	if len(next.late) > 0 {
		next.parts = append(next.parts, part{block: newBlock(next.factsOf(next.late))})
		next.rows += len(next.late)
	}
	return next, true
}

// keep takes over what Build made, without the rows that are out; false: too few
// would be left.
func (s *Segment) keep(from *Segment, out map[int64]bool) bool {
	built := from.parts[:len(from.parts)-min(1, len(from.late))]
	for _, p := range built {
		gone := make([]uint64, wordsFor(len(p.ids)))
		copy(gone, p.gone)
		for row, id := range p.ids {
			if out[id] {
				gone[row/64] |= 1 << (row % 64)
			}
		}
		n := count(gone)
		if n > len(p.ids)/goneShare && n > lateMost {
			return false
		}
		if n == 0 {
			gone = nil
		}
		s.rows += len(p.ids) - n
		s.parts = append(s.parts, part{p.block.ownedBy(from.owner, s.owner), gone})
	}
	for i, id := range from.wornID {
		if !out[id] && !slices.ContainsFunc(from.late, func(e Entry) bool { return e.ID == id }) { // late ones are noted anew
			s.worn, s.wornID = append(s.worn, from.worn[i]), append(s.wornID, id)
		}
	}
	return true
}

// ownedBy is the block with the columns that tell of the owner's last upload.
func (b *block) ownedBy(before, now query.Owner) *block {
	if before.Uploaded.Equal(now.Uploaded) {
		return b
	}
	same := *b
	same.columns = slices.Clone(b.columns)
	f := &query.Facts{Owner: now}
	c, _ := query.ColumnOf("seen")
	same.columns[c.Index] = unknown{}
	if v, ok := c.Number(f); ok {
		same.columns[c.Index] = constant{v, len(b.ids)}
	}
	return &same
}
