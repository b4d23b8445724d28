// Package books accounts for the records of an event log: how many came in, were
// accepted, and reached the database. What a server promises about losing nothing
// can be read off them at any moment, in /metrics.
package books

import (
	"sync"
	"time"
)

// Page is the account of one stored family since the start of the server.
// At every moment
//
//	Received           = Refused + Appending + Accepted
//	Carried + Accepted = Applied + Parked + Waiting
type Page struct {
	Received  uint64 // valid events that came in
	Refused   uint64 // the log did not take them; their socket was told
	Appending uint64 // on their way into the log
	Accepted  uint64 // in the log and synced
	Carried   uint64 // in the log since before the start, not yet in the database then
	Applied   uint64 // in the database (a repeat and a stale report count, too)
	Parked    uint64 // set aside: the database refused them, or their record is corrupt
	Waiting   uint64 // in the log, not yet in the database
}

// unknownFamily stands for corrupt records, which do not tell their family.
const unknownFamily = "unknown"

// Books accounts for every stored event, by family. All changes and the
// snapshot happen under one lock, so that the books balance at every moment.
// What waits is not a difference but a list of its own: one family for each
// record in the log that the database does not have yet, by position.
type Books struct {
	mu      sync.Mutex
	pages   map[string]*Page
	waiting []waitingRecord // index 0 is position settled+1
	settled uint64          // everything up to this position is in the database, or parked
	parked  map[uint64]bool
}

// waitingRecord is a record of the log that the database does not have yet. A
// full log has millions of them, hence the small form of the time.
type waitingRecord struct {
	page       *Page
	receivedAt int64 // µs since 1970
}

// New opens empty books for a log whose records up to settled are done.
func New(settled uint64) *Books {
	return &Books{pages: map[string]*Page{}, settled: settled, parked: map[uint64]bool{}}
}

// Receive notes an event that is about to be appended to the log.
func (b *Books) Receive(family string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.page(family)
	p.Received++
	p.Appending++
}

// Refuse notes that the log did not take a received event.
func (b *Books) Refuse(family string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.page(family)
	p.Appending--
	p.Refused++
}

// Accept notes that a received event is in the log, at this position. Positions
// come in order.
func (b *Books) Accept(family string, position uint64, receivedAt time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.page(family)
	p.Appending--
	p.Accepted++
	b.wait(p, position, receivedAt)
}

// Carry notes a record that the log held before the start and that the database
// did not have. Its family is empty where the record is corrupt.
func (b *Books) Carry(family string, position uint64, receivedAt time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if family == "" {
		family = unknownFamily
	}
	p := b.page(family)
	p.Carried++
	b.wait(p, position, receivedAt)
}

// Settle notes that the database has everything up to and including the
// position through; the records at the parked positions were set aside.
// Positions that were not accepted yet are settled as soon as they are: the
// reader of the log may be a little ahead of the callback that accepts.
func (b *Books) Settle(through uint64, parked []uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, position := range parked {
		b.parked[position] = true
	}
	for b.settled < through {
		b.settled++
		if len(b.waiting) == 0 {
			continue
		}
		b.settleOne(b.pop(), b.settled)
	}
}

// Forget takes records that were carried, and that turned out to be in the
// database already, out of the books: the database was away when they were
// counted.
func (b *Books) Forget(through uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.settled < through && len(b.waiting) > 0 {
		p := b.pop()
		p.Waiting--
		p.Carried--
		b.settled++
	}
	b.settled = max(b.settled, through)
}

// Snapshot is a copy of all pages, taken at one moment.
func (b *Books) Snapshot() map[string]Page {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := make(map[string]Page, len(b.pages))
	for family, p := range b.pages {
		out[family] = *p
	}
	return out
}

// Oldest is when the oldest record that waits was received; zero: none waits.
func (b *Books) Oldest() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.waiting) == 0 {
		return time.Time{}
	}
	return time.UnixMicro(b.waiting[0].receivedAt).UTC()
}

// Lag is the age of the oldest record that waits; 0: none waits.
func (b *Books) Lag(now time.Time) time.Duration {
	oldest := b.Oldest()
	if oldest.IsZero() {
		return 0
	}
	return max(0, now.Sub(oldest))
}

func (b *Books) page(family string) *Page {
	p := b.pages[family]
	if p == nil {
		p = &Page{}
		b.pages[family] = p
	}
	return p
}

func (b *Books) wait(p *Page, position uint64, receivedAt time.Time) {
	p.Waiting++
	if position <= b.settled {
		b.settleOne(p, position)
		return
	}
	b.waiting = append(b.waiting, waitingRecord{p, receivedAt.UnixMicro()})
}

func (b *Books) pop() *Page {
	p := b.waiting[0].page
	b.waiting[0] = waitingRecord{}
	b.waiting = b.waiting[1:]
	return p
}

func (b *Books) settleOne(p *Page, position uint64) {
	p.Waiting--
	if b.parked[position] {
		delete(b.parked, position)
		p.Parked++
		return
	}
	p.Applied++
}
