package tracker

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

const (
	historyLimit    = 1000
	maxHistoryLimit = 5000

	// historySpan is how far /history goes back when it is not told.
	historySpan = 24 * time.Hour
)

// historyRoutes mounts what looks back.
func (m *Module) historyRoutes(r chi.Router) {
	r.Get("/history", api.HandlerFunc(m.getHistory))
	r.Get("/history/summary", api.HandlerFunc(m.getSummary))
	r.Get("/leaderboards", api.HandlerFunc(m.getLeaderboards))
	r.Get("/replay", api.HandlerFunc(m.getReplay))
	r.Get("/spawns/heatmap", api.HandlerFunc(m.getHeatmap))
	r.Get("/spawns/mobs", api.HandlerFunc(m.getMobs))
}

// spanOf reads the parameters from and to: the time from from, included, to to,
// which is not. Without from it is the last part that is as long as span.
func spanOf(q api.Query, now time.Time, span time.Duration) (from, to time.Time, err error) {
	to = q.Time("to", now.Add(clockSlack)) // plugins' clocks may be ahead of ours
	end := to
	if !q.Has("to") {
		end = now
	}
	from = q.Time("from", end.Add(-span))
	if q.Err() == nil && !from.Before(to) {
		return from, to, fault.New(fault.Invalid, "from is %s and must be before to, %s", from.Format(time.RFC3339), to.Format(time.RFC3339)).WithField("from")
	}
	return from, to, q.Err()
}

// getHistory answers the telemetry as it was stored, oldest first, in pages.
// A page begins where the cursor says, so that it costs as much as its rows,
// and rows that arrive meanwhile move no others.
func (m *Module) getHistory(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "from", "to", "character", "limit", "cursor")
	if err != nil {
		return err
	}
	from, to, err := spanOf(q, m.now(), historySpan)
	if err != nil {
		return err
	}
	page := historyPage{From: from, To: to, Character: q.String("character", ""), Limit: q.Int("limit", historyLimit, 1, maxHistoryLimit)}
	cursor := q.String("cursor", "")
	if err := q.Err(); err != nil {
		return err
	}
	if page.After, err = parseHistoryCursor(cursor, page.Character); err != nil {
		return err
	}
	var rows []HistoryRow
	err = m.readScan(r.Context(), "its rows", func(ctx context.Context, db store.Querier) error {
		rows, err = loadHistory(ctx, db, page)
		return err
	})
	if err != nil {
		return err
	}
	answer := struct {
		Data []HistoryRow `json:"data"`
		Next *string      `json:"next"` // null: this was the last page
	}{Data: rows}
	if len(rows) > page.Limit {
		answer.Data = rows[:page.Limit]
		next := page.cursorAfter(answer.Data).String()
		answer.Next = &next
	}
	return api.WriteStable(w, r, answer)
}

// historyCursor is where a page of /history ended: the sort key of its last
// row, and how many rows with that very key were given.
type historyCursor struct {
	Filter   string    `json:"f,omitempty"` // the parameter character
	At       time.Time `json:"t"`
	Name     string    `json:"n"`
	Received time.Time `json:"r"`
	Session  string    `json:"s"`
	Kills    int64     `json:"k"`
	Given    int       `json:"g"`
}

// cursorAfter is the cursor behind these rows of a page.
func (p historyPage) cursorAfter(rows []HistoryRow) historyCursor {
	c := rows[len(rows)-1].key()
	c.Filter = p.Character
	for i := len(rows) - 1; i >= 0 && rows[i].key() == rows[len(rows)-1].key(); i-- {
		c.Given++
	}
	if p.After != nil && c.Given == len(rows) && p.After.at(c) {
		c.Given += p.After.Given
	}
	return c
}

// at tells whether two cursors stand at the same key.
func (c historyCursor) at(o historyCursor) bool {
	c.Given, o.Given = 0, 0
	return c == o
}

// String is the cursor as callers get it.
func (c historyCursor) String() string {
	text, err := json.Marshal(c)
	if err != nil {
		return "" // a struct of text, times and numbers
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// parseHistoryCursor reads a cursor; nil: there is none.
func parseHistoryCursor(text, character string) (*historyCursor, error) {
	if text == "" {
		return nil, nil
	}
	var c historyCursor
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil || c.At.Year() < 1 || c.At.Year() > 9999 || c.Given < 1 || c.Given > maxHistoryLimit*100 {
		return nil, fault.New(fault.Invalid, "cursor is none that /history gave").WithField("cursor")
	}
	if c.Filter != character {
		return nil, fault.New(fault.Invalid, "cursor is of another query: its character was %q", c.Filter).WithField("cursor")
	}
	c.At, c.Received = c.At.UTC(), c.Received.UTC()
	return &c, nil
}
