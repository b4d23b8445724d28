package inventory

import (
	"time"

	"overlord/inventory/index"
	"overlord/inventory/item"
)

// change is what an event of the item log did to the database, known to all once
// it is committed.
type change struct {
	position  uint64
	character string
	stored    int // rows written
	unchanged int
	removed   int
	rejected  []Rejection
	stale     bool   // older than what is stored: it changed nothing
	partial   bool   // a full inventory that was not whole, so that nothing was removed
	refusal   string // why it was parked; nothing of it is stored then

	at      time.Time // when what is written changed
	written []entry
	gone    []int64          // items.id
	state   map[string]state // of each character whose items changed
	payload []byte           // of a delta, to be announced as it came; nil: a full inventory
}

// entry is an item and the id of its row in items.
type entry struct {
	id   int64
	item *item.Item
	was  *owned // what the row held before; nil: nothing, or nobody asks
}

// owned is an item and its owner.
type owned struct {
	character string
	item      *item.Item
}

// entries are the written items as the index takes them, with no more of their raw
// data than it looks at.
func (c *change) entries() []index.Entry {
	rows := make([]index.Entry, len(c.written))
	for i, e := range c.written {
		it := *e.item
		it.Raw = item.Raw{IntValues: it.Raw.IntValues, BoolValues: it.Raw.BoolValues, StringValues: it.Raw.StringValues}
		rows[i] = index.Entry{ID: e.id, Changed: c.at.Truncate(time.Microsecond), Item: &it}
	}
	return rows
}

// summary is what whoever sent the event is told.
func (c *change) summary() Summary {
	s := Summary{Stored: c.stored, Unchanged: c.unchanged, Removed: c.removed, Rejected: c.rejected, stale: c.stale, refusal: c.refusal}
	if s.Rejected == nil {
		s.Rejected = []Rejection{}
	}
	return s
}

// Summary is what became of an upload.
type Summary struct {
	Stored    int         `json:"stored"`    // items that are new or changed
	Unchanged int         `json:"unchanged"` // items that were stored already
	Removed   int         `json:"removed"`   // items that the character has no more
	Rejected  []Rejection `json:"rejected"`  // items that were left out
	stale     bool        // it was older than the full inventory, and changed nothing
	refusal   string      // why it was parked
}

// changed counts what is different now.
func (c *change) changed() int { return c.stored + c.removed }
