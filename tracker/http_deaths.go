package tracker

import (
	"context"
	"net/http"

	"overlord/store"
	"overlord/web/api"
)

// deathsAnswer is the body of /deaths.
type deathsAnswer struct {
	Deaths []DeathRow `json:"deaths"`
	Next   *string    `json:"next"`
}

// getDeaths answers who died where, newest first.
func (m *Module) getDeaths(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "character", "from", "to", "limit", "cursor")
	if err != nil {
		return err
	}
	asked := deathAsked{character: q.String("character", "")}
	asked.from, asked.to = span(q)
	limit := q.Int("limit", eventsLimit, 1, maxEvents)
	if key := new(deathKey); q.Cursor("deaths", key) {
		asked.after = key
	}
	if err := q.Err(); err != nil {
		return err
	}
	if err := checkSpan(asked.from, asked.to); err != nil {
		return err
	}
	var answer deathsAnswer
	err = m.read(r.Context(), "deaths", func(ctx context.Context, db store.Querier) (err error) {
		answer.Deaths, err = loadDeaths(ctx, db, asked, limit+1)
		return err
	})
	if err != nil {
		return err
	}
	answer.Deaths, answer.Next, err = api.Page(q, "deaths", answer.Deaths, limit, func(d DeathRow) any {
		return deathKey{d.Timestamp, d.CharacterName, d.SessionID, d.Deaths}
	})
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}
