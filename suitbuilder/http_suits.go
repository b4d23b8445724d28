package suitbuilder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"overlord/auth"
	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

const (
	suitsLimit   = 50
	maxSuits     = 500
	maxSuitName  = 200
	maxKeptSlots = 22

	// answerWithin is how long a database may take to connect and answer before the
	// caller is told that it is away.
	answerWithin = 900 * time.Millisecond

	// changeWithin is longer: a change that was cut off may have happened.
	changeWithin = 10 * time.Second
)

// suitsAnswer is the body of /suits.
type suitsAnswer struct {
	Suits []Kept  `json:"suits"`
	Next  *string `json:"next"`
}

// getSuits answers the kept suits, newest first.
func (m *Module) getSuits(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "limit", "cursor")
	if err != nil {
		return err
	}
	limit := q.Int("limit", suitsLimit, 1, maxSuits)
	before := q.BeforeID("suits")
	if err := q.Err(); err != nil {
		return err
	}
	answer := suitsAnswer{}
	err = m.database(r.Context(), answerWithin, func(ctx context.Context, db store.Querier) (err error) {
		answer.Suits, err = loadSuits(ctx, db, before, limit+1)
		return err
	})
	if err != nil {
		return err
	}
	answer.Suits, answer.Next, err = api.PageByID(q, "suits", answer.Suits, limit, func(k Kept) int64 { return k.ID })
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}

// keptAnswer is the body of /suits/{id}.
type keptAnswer struct {
	Kept
	Since *Since `json:"since"`
}

// getSuit answers a kept suit and what has become of it.
func (m *Module) getSuit(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	kept, err := m.kept(r.Context(), id)
	if err != nil {
		return err
	}
	leave, ok := m.slots.enter()
	if !ok {
		return fault.New(fault.Throttled, "many searches are under way; try again in a moment")
	}
	defer leave()
	var since *Since
	err = m.slots.run(r.Context(), func() error { return nil }, func() (err error) {
		since, err = m.searcher.since(r.Context(), kept)
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, keptAnswer{*kept, since})
}

func (m *Module) kept(ctx context.Context, id int64) (kept *Kept, err error) {
	err = m.database(ctx, answerWithin, func(ctx context.Context, db store.Querier) error {
		kept, err = loadSuit(ctx, db, id)
		return err
	})
	return kept, err
}

// keepRequest is the body of a suit to be kept.
type keepRequest struct {
	Name    string      `json:"name"`
	Request Request     `json:"request"`
	Items   []KeptPiece `json:"items"`
}

// postSuit keeps a suit: its pieces as they are now, once they are a suit by the
// request that comes with them.
func (m *Module) postSuit(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	var keep keepRequest
	if err := api.ReadJSON(r, &keep, maxRequest); err != nil {
		return err
	}
	kept, err := m.searcher.keep(r.Context(), &keep)
	if err != nil {
		return err
	}
	kept.Author, kept.CreatedAt = auth.Author(r.Context()), m.now().UTC().Truncate(time.Microsecond)
	err = m.database(r.Context(), changeWithin, func(ctx context.Context, db store.Querier) error { return insertSuit(ctx, db, kept) })
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/suits/"+strconv.FormatInt(kept.ID, 10))
	return api.WriteJSON(w, r, http.StatusCreated, kept)
}

// keep makes a suit to be kept of what a person chose. Its error is fault.Invalid
// where it is none.
func (s *searcher) keep(ctx context.Context, k *keepRequest) (*Kept, error) {
	k.Name = strings.TrimSpace(k.Name)
	if n := utf8.RuneCountInString(k.Name); n == 0 || n > maxSuitName {
		return nil, invalid("name", "wants 1 to %d letters", maxSuitName)
	}
	if len(k.Items) == 0 || len(k.Items) > maxKeptSlots {
		return nil, invalid("items", "has %d pieces; a suit has 1 to %d", len(k.Items), maxKeptSlots)
	}
	for i, one := range k.Items {
		for _, slot := range one.Slots {
			if _, known := slotCalled(slot); !known {
				return nil, invalid(fmt.Sprintf("items.%d.slots", i), "has %q, which is no slot", slot)
			}
		}
	}
	p, err := k.Request.understand()
	if err != nil {
		var f *fault.Error
		if errors.As(err, &f) {
			err = fault.New(f.Code, "request.%s", f.Message).WithField("request." + f.Field)
		}
		return nil, err
	}
	stock, err := s.stock(ctx, p)
	if err != nil {
		return nil, err
	}
	suit, there := stock.suit(k.Items)
	if !there {
		return nil, invalid("items", "are not all among those that the request takes")
	}
	if reasons := stock.judge(&suit); len(reasons) > 0 {
		return nil, invalid("items", "are no suit by the request: %s", strings.Join(reasons, "; "))
	}
	kept := &Kept{Name: k.Name, worn: k.Items}
	for _, w := range suit.Worn {
		kept.pieces = append(kept.pieces, stock.items[w.Piece])
	}
	kept.Request, err = json.Marshal(k.Request)
	if err != nil {
		return nil, err
	}
	kept.Suit, err = json.Marshal(stock.tell(&suit, false))
	return kept, err
}

// deleteSuit removes a kept suit.
func (m *Module) deleteSuit(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	who, _ := auth.FromContext(r.Context())
	err = m.database(r.Context(), changeWithin, func(ctx context.Context, db store.Querier) error {
		return deleteSuit(ctx, db, id, auth.Author(r.Context()), who.IsAdmin)
	})
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}

// database runs fn in a transaction. A database that is away is fault.Unavailable
// within a second, and so is one that is not this server's: what only shows another
// server's data may have begun before that was given a place for suits.
func (m *Module) database(ctx context.Context, within time.Duration, fn func(context.Context, store.Querier) error) error {
	bounded, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	err := store.InTxWithin(bounded, m.pool, answerWithin, pgx.TxOptions{}, func(tx pgx.Tx) error { return fn(bounded, tx) })
	return store.AwayOrForeign(ctx, err, "inventory_db", "suits")
}
