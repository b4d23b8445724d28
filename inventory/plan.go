package inventory

import (
	"fmt"
	"time"

	"overlord/inventory/item"
)

// row is what the database has of an item, as far as an upload needs to know.
type row struct {
	id        int64 // items.id
	itemID    int64 // the game's
	owner     string
	sent      fingerprint // of what it was made of; zero: not known
	normal    fingerprint
	appraised bool
}

// plan is what an upload changes in the database.
type plan struct {
	write  []writing
	touch  []writing // rows that stay as they are, but were sent in other bytes
	remove []int64   // items.id
	same   int       // items that are stored as they were sent, those of touch included
	losers []string  // characters that items are taken from
}

// writing is an item on its way into the tables.
type writing struct {
	id     int64  // items.id; 0: a new row
	owner  string // whose it was so far; empty: a new row
	item   *item.Item
	sent   fingerprint
	normal fingerprint
	index  int // of its element in the upload
}

// planner finds out what an upload changes.
type planner struct {
	*upload
	rows     map[int64]row        // by the game's id: the character's own, and others' that the upload names
	uploaded map[string]time.Time // when the owners of these last uploaded everything
	former   map[int64]*item.Item // by items.id: the stored items of needsFormer
}

// plan compares the upload's elements with what is stored.
func (p *planner) plan() *plan {
	out := &plan{}
	named := make(map[int64]bool, len(p.elements)+len(p.rejected))
	losers := map[string]bool{}
	for _, e := range p.elements {
		if e.item == nil { // known by its hash
			out.same++
			continue
		}
		named[e.item.ItemID] = true
		stored, isStored := p.rows[e.item.ItemID]
		if isStored && stored.owner != p.character {
			if refusal := p.mayNotTake(stored.owner); refusal != "" {
				p.reject(e, e.item.ItemID, refusal)
				continue
			}
			losers[stored.owner] = true
		}
		p.compare(out, e, stored, isStored)
	}
	for loser := range losers {
		out.losers = append(out.losers, loser)
	}
	p.planRemovals(out, named)
	return out
}

// needsFormer are the rows of items that were appraised, and of which the upload
// knows less: what was known has to be read.
func (p *planner) needsFormer() (ids []int64) {
	for _, e := range p.elements {
		if e.item == nil || e.item.HasIDData {
			continue
		}
		if stored, is := p.rows[e.item.ItemID]; is && stored.appraised {
			ids = append(ids, stored.id)
		}
	}
	return ids
}

// mayNotTake says why an item of another owner's is not this character's; empty:
// it is, from now on.
func (p *planner) mayNotTake(owner string) string {
	switch {
	case p.at.Before(p.uploaded[owner]):
		return fmt.Sprintf("it belongs to %s, who uploaded later than this", owner)
	case p.modest:
		return fmt.Sprintf("it belongs to %s", owner)
	}
	return ""
}

// compare finds out whether an item has to be written.
func (p *planner) compare(out *plan, e element, stored row, isStored bool) {
	w := writing{item: e.item, sent: e.sent, index: e.index}
	if isStored {
		w.id, w.owner = stored.id, stored.owner
		if stored.appraised && !e.item.HasIDData {
			w.item = item.Merge(p.former[stored.id], e.item)
		}
	}
	w.normal = w.item.Hash()
	if isStored && stored.owner == p.character && w.normal == stored.normal {
		out.same++
		out.touch = append(out.touch, w)
		return
	}
	out.write = append(out.write, w)
}

// planRemovals finds what the character does not have any more, where the upload
// tells. A broken item keeps its former row; where nobody knows which item is
// broken, all keep theirs.
func (p *planner) planRemovals(out *plan, named map[int64]bool) {
	if !p.whole || p.blurred {
		return
	}
	for _, r := range p.rejected {
		named[*r.ItemID] = true
	}
	kept := make(map[fingerprint]bool, len(p.elements))
	for _, e := range p.elements {
		if e.item == nil {
			kept[e.sent] = true
		}
	}
	for id, stored := range p.rows {
		if stored.owner == p.character && !named[id] && !kept[stored.sent] {
			out.remove = append(out.remove, stored.id)
		}
	}
}
