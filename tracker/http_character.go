package tracker

import (
	"context"
	"net/http"

	"overlord/store"
	"overlord/web/api"
)

// statsAnswer is the body of /stats/{character}.
type statsAnswer struct {
	CharacterName  string        `json:"character_name"`
	LatestSnapshot *TelemetryRow `json:"latest_snapshot"` // null: none is kept any more
	TotalKills     int64         `json:"total_kills"`
	TotalRares     int64         `json:"total_rares"`
	Sessions       []SessionRow  `json:"sessions"` // the last seen first
	Next           *string       `json:"next"`     // more sessions
}

// getStats answers what a character came to, in all and by session.
func (m *Module) getStats(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "limit", "cursor")
	if err != nil {
		return err
	}
	name, err := pathCharacter(r)
	if err != nil {
		return err
	}
	limit := q.Int("limit", eventsLimit, 1, maxEvents)
	list := "sessions of " + name
	var after *sessionListKey
	if key := new(sessionListKey); q.Cursor(list, key) {
		after = key
	}
	if err := q.Err(); err != nil {
		return err
	}
	answer := statsAnswer{CharacterName: name}
	err = m.read(r.Context(), "statistics", func(ctx context.Context, db store.Querier) error {
		return answer.load(ctx, db, after, limit+1)
	})
	if err != nil {
		return err
	}
	answer.Sessions, answer.Next, err = api.Page(q, list, answer.Sessions, limit, func(s SessionRow) any { return sessionListKey{s.LastSeen, s.SessionID} })
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}

func (a *statsAnswer) load(ctx context.Context, db store.Querier, after *sessionListKey, limit int) (err error) {
	known := false
	if a.TotalKills, a.TotalRares, known, err = loadCharacterTotals(ctx, db, a.CharacterName); err != nil {
		return err
	}
	if !known {
		return unknownCharacter(a.CharacterName, "statistics")
	}
	if a.Sessions, err = loadSessions(ctx, db, a.CharacterName, after, limit); err != nil {
		return err
	}
	a.LatestSnapshot, err = loadLatestTelemetry(ctx, db, a.CharacterName)
	return err
}

// getCharacterStats answers a character's last stored sheet.
func (m *Module) getCharacterStats(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	name, err := pathCharacter(r)
	if err != nil {
		return err
	}
	var sheet Sheet
	err = m.read(r.Context(), "sheets", func(ctx context.Context, db store.Querier) (err error) {
		sheet, err = loadSheet(ctx, db, name)
		return err
	})
	if err != nil {
		return err
	}
	if sheet == nil {
		return unknownCharacter(name, "statistics")
	}
	return api.WriteStable(w, r, sheet)
}
