package tracker

import (
	"context"
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
	r = r.With(m.costly)
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
	if after := new(historyCursor); q.Cursor("history", after) {
		page.After = after
	}
	if err := q.Err(); err != nil {
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
	}{}
	answer.Data, answer.Next, err = api.Page(q, "history", rows, page.Limit, func(HistoryRow) any { return page.cursorAfter(rows[:page.Limit]) })
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}

// historyCursor is where a page of /history ended: the sort key of its last
// row, and how many rows with that very key were given.
type historyCursor struct {
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
