package inventory

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"overlord/inventory/query"
	"overlord/store"
)

const (
	// watchesAge is how old the list of saved searches may be: another process may
	// have changed it. Changes made here are known at once.
	watchesAge = 10 * time.Second

	// matchesMost bounds the messages of one upload and one search: a first upload
	// of thousands of items is told in sum.
	matchesMost = 20
)

// watches are the saved searches whose new matches are told.
type watches struct {
	mu     sync.Mutex
	list   []watch
	readAt time.Time // zero: read them anew
}

type watch struct {
	SavedSearch
	query *query.Query
}

// forget makes the next look read the searches anew.
func (w *watches) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.readAt = time.Time{}
}

// any tells whether there are such searches, or may be.
func (w *watches) any() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.list) > 0 || w.readAt.IsZero()
}

// current gives the searches, as they were not long ago. When the database does
// not answer until ctx ends they stay as they are.
func (w *watches) current(ctx context.Context, now time.Time, db store.Querier, logger *slog.Logger) []watch {
	w.mu.Lock()
	defer w.mu.Unlock()
	if age := now.Sub(w.readAt); age >= 0 && age < watchesAge {
		return w.list
	}
	saved, err := loadAnnounced(ctx, db)
	if err != nil {
		logger.Warn("saved searches could not be read; new matches are looked for with those of before", "error", err)
		return w.list
	}
	w.list, w.readAt = nil, now
	for _, s := range saved {
		parsed, err := query.Parse(s.Query)
		if err != nil {
			logger.Warn("a saved search cannot be read any more", "search", s.ID, "error", err)
			continue
		}
		w.list = append(w.list, watch{s, parsed})
	}
	return w.list
}

// match is what a user is told of an item that a saved search finds.
type match struct {
	Type          string `json:"type"`
	CharacterName string `json:"character_name"`
	SearchID      int64  `json:"search_id"`
	SearchName    string `json:"search_name"`
	Query         string `json:"query"`
	ItemID        int64  `json:"item_id"` // the game's
	ItemName      string `json:"item_name"`
	Matches       int    `json:"matches"` // how many items of the same upload match
}

// tellMatches tells users of written items that their saved searches find, and did
// not find before: a piece that is moved or used up is no news. The user's tags and notes, and what others wear, are not looked at: an item that was
// just written has none.
func (m *Module) tellMatches(c *change) {
	if len(c.written) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), m.patience)
	defer cancel()
	list := m.watches.current(ctx, m.now(), m.pool, m.logger)
	if len(list) == 0 {
		return
	}
	uploaded := c.state[c.character].uploaded
	now, before := make([]*query.Facts, len(c.written)), make([]*query.Facts, len(c.written))
	for i, e := range c.written {
		now[i] = query.FactsOf(e.item, query.Owner{Name: c.character, Uploaded: uploaded})
		now[i].ID = e.id
		if e.was != nil {
			before[i] = query.FactsOf(e.was.item, query.Owner{Name: e.was.character, Uploaded: uploaded})
		}
	}
	env := &query.Env{Now: m.now()}
	for _, w := range list {
		var found []*query.Facts
		for i, f := range now {
			if w.query.Match(f, env) && (before[i] == nil || !w.query.Match(before[i], env)) {
				found = append(found, f)
			}
		}
		m.tellFound(c.character, w, found)
	}
}

// tellFound tells one search's owner what it found, as far as it is not too much.
func (m *Module) tellFound(character string, w watch, found []*query.Facts) {
	for _, f := range found[:min(len(found), matchesMost)] {
		told := match{
			Type: matchTopic, CharacterName: character, SearchID: w.ID, SearchName: w.Name, Query: w.Query,
			ItemID: f.Item.ItemID, Matches: len(found),
		}
		if f.Item.Name != nil {
			told.ItemName = *f.Item.Name
		}
		body, err := json.Marshal(told)
		if err != nil {
			m.logger.Error("a match could not be written", "search", w.ID, "error", err)
			continue
		}
		m.announcer.Announce(Announcement{Topic: matchTopic, CharacterName: character, Body: body, UserID: w.userID})
	}
}

// matchTopic is the type of what users are told of new matches.
const matchTopic = "search_match"
