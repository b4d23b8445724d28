package simulate

import (
	"maps"
	"sync"
)

// Ledger is the account of what was sent: every event by family, character and
// session, and what all of it comes to. Its methods may be called concurrently;
// give its Note to Options.Sent.
type Ledger struct {
	mu    sync.Mutex
	pages map[Page]int64
	odd   int64
	model *Model
}

// Page is what a Ledger counts apart.
type Page struct{ Family, Character, Session string }

// NewLedger is an empty ledger.
func NewLedger() *Ledger {
	return &Ledger{pages: map[Page]int64{}, model: NewModel()}
}

// Note enters an event that was sent. What the server is to refuse, or does not
// know, is only counted.
func (l *Ledger) Note(e Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e.Odd {
		l.odd++
		return
	}
	l.pages[Page{e.Type, e.Character, e.Session}]++
	l.model.Apply(e.Fact)
}

// Pages is a copy of all counts.
func (l *Ledger) Pages() map[Page]int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.pages)
}

// Families are the counts by family, without what is odd.
func (l *Ledger) Families() map[string]int64 {
	sums := map[string]int64{}
	for page, n := range l.Pages() {
		sums[page.Family] += n
	}
	return sums
}

// Odd is how many events were sent that the server does not take.
func (l *Ledger) Odd() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.odd
}

// Model is what the events sent so far come to, if all of them arrived. It must
// not be read while events are noted.
func (l *Ledger) Model() *Model { return l.model }
