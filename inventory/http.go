package inventory

import (
	"context"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"

	"overlord/auth"
	"overlord/store"
	"overlord/store/fault"
	"overlord/tracker/event"
	"overlord/web/api"
)

const (
	// answerWithin is what a read has, connection included: each takes
	// milliseconds, so that one that does not means a database that is away or
	// stuck, and the caller is told within a second.
	answerWithin = 900 * time.Millisecond

	// scanWithin is for reads of many rows, and for changes, which must not be cut
	// off because the database is slow.
	scanWithin = 10 * time.Second
)

// Gate lets those pass who have a permission.
type Gate func(permission string) func(http.Handler) http.Handler

// Routes mounts what needs the view permission, and behind it what needs edit.
func (m *Module) Routes(r chi.Router) {
	edit := r.With(m.require(auth.Edit))
	edit.Post("/process-inventory", api.HandlerFunc(m.postInventory))
	edit.Post("/inventory/{character}/item", api.HandlerFunc(m.postItem))
	edit.Delete("/inventory/{character}/item/{item_id}", api.HandlerFunc(m.deleteItem))
	r.Get("/inventory/{character}", api.HandlerFunc(m.getInventory))
	r.Get("/inventories", api.HandlerFunc(m.getInventories))
	r.Get("/items/{character}/{item_id}", api.HandlerFunc(m.getItem))
	r.Get("/items/compare", api.HandlerFunc(m.getCompare))
	m.searchRoutes(r)
	m.ownRoutes(r)
	m.upgradeRoutes(r)
	m.listRoutes(r)
	m.exportRoutes(r)
}

// read runs fn in a transaction that sees one moment and writes nothing. A
// database that is away or stuck is fault.Unavailable within a second, and what (a
// noun in the plural) comes back with it. The end of the request cancels the
// statement under way.
func (m *Module) read(ctx context.Context, what string, within time.Duration, fn func(context.Context, store.Querier) error) error {
	bounded, cancel := context.WithTimeout(ctx, max(within, m.patience))
	defer cancel()
	err := store.InTxWithin(bounded, m.pool, m.patience, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error { return fn(bounded, tx) })
	return store.AwayOrForeign(ctx, err, "inventory_db", what)
}

// ask is read for a single statement or batch, without a transaction around it.
func (m *Module) ask(ctx context.Context, what string, within time.Duration, fn func(context.Context, store.Querier) error) error {
	bounded, cancel := context.WithTimeout(ctx, max(within, m.patience))
	defer cancel()
	err := store.Connected(bounded, m.pool, m.patience, func(conn *pgx.Conn) error { return fn(bounded, conn) })
	return store.AwayOrForeign(ctx, err, "inventory_db", what)
}

// change runs fn in a transaction of its own.
func (m *Module) change(ctx context.Context, what string, fn func(context.Context, store.Querier) error) error {
	bounded, cancel := context.WithTimeout(ctx, max(scanWithin, m.patience))
	defer cancel()
	err := store.InTxWithin(bounded, m.pool, m.patience, pgx.TxOptions{}, func(tx pgx.Tx) error { return fn(bounded, tx) })
	return store.AwayOrForeign(ctx, err, "inventory_db", what)
}

// pathCharacter is the route's character.
func pathCharacter(r *http.Request) (string, error) {
	name, err := api.Path(r, "character")
	if err != nil {
		return "", err
	}
	return checkCharacter(name)
}

// checkCharacter is a character's name as it is stored.
func checkCharacter(name string) (string, error) {
	return api.Name(name, "character", event.MaxCharacterName)
}

// pathItem is the route's item: the game's id, signed or not.
func pathItem(r *http.Request) (int64, error) {
	id, err := api.PathID(r, "item_id")
	if err != nil {
		return 0, err
	}
	if id = unsigned(id); id == 0 {
		return 0, fault.New(fault.Invalid, "item_id is the game's number of an item").WithField("item_id")
	}
	return id, nil
}

// pathOwned is the route's character and item, of a request without parameters.
func pathOwned(r *http.Request) (character string, id int64, err error) {
	if _, err := api.ParseQuery(r); err != nil {
		return "", 0, err
	}
	if character, err = pathCharacter(r); err != nil {
		return "", 0, err
	}
	id, err = pathItem(r)
	return character, id, err
}
