package inventory

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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
	edit := r.With(m.mayEdit())
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

// mayEdit lets those pass who may change what is stored.
func (m *Module) mayEdit() func(http.Handler) http.Handler {
	if m.require == nil {
		return func(http.Handler) http.Handler {
			return api.HandlerFunc(func(http.ResponseWriter, *http.Request) error {
				return fault.New(fault.Denied, "this needs the permission %q", auth.Edit)
			})
		}
	}
	return m.require(auth.Edit)
}

// read runs fn in a transaction that sees one moment and writes nothing. A
// database that is away or stuck is fault.Unavailable within a second, and what (a
// noun in the plural) comes back with it. The end of the request cancels the
// statement under way.
func (m *Module) read(ctx context.Context, what string, within time.Duration, fn func(context.Context, store.Querier) error) error {
	bounded, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	err := m.inTransaction(bounded, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error { return fn(bounded, tx) })
	return awayIs(ctx, err, what)
}

// ask is read for a single statement, which sees one moment by itself.
func (m *Module) ask(ctx context.Context, what string, within time.Duration, fn func(context.Context, store.Querier) error) error {
	bounded, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	return awayIs(ctx, fn(bounded, m.pool), what)
}

// change runs fn in a transaction of its own.
func (m *Module) change(ctx context.Context, what string, fn func(context.Context, store.Querier) error) error {
	bounded, cancel := context.WithTimeout(ctx, scanWithin)
	defer cancel()
	err := m.inTransaction(bounded, pgx.TxOptions{}, func(tx pgx.Tx) error { return fn(bounded, tx) })
	return awayIs(ctx, err, what)
}

// inTransaction runs fn on a connection that answers, which is not waited for
// longer than a second.
func (m *Module) inTransaction(ctx context.Context, options pgx.TxOptions, fn func(pgx.Tx) error) error {
	connecting, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	conn, err := m.pool.Acquire(connecting)
	if err != nil {
		return err
	}
	defer conn.Release()
	if err := conn.Ping(connecting); err != nil { // it may hang on, without an answer
		return err
	}
	return pgx.BeginTxFunc(ctx, conn, options, fn)
}

// awayIs gives a failure of the database its code and says what is missing
// meanwhile. The end of the request itself stays what it is. Tables that are not
// ours are met before a cut-over: a server with READ_ONLY leaves them as they are.
func awayIs(ctx context.Context, err error, what string) error {
	switch {
	case ctx.Err() != nil || fault.CodeOf(err) != fault.Internal:
		return err
	case store.IsForeign(err):
		return fault.Wrap(err, fault.Unavailable, "the tables of inventory_db are not this server's yet, or it may not read them; %s come with its tables", what)
	case store.IsTransient(err):
		return fault.Wrap(err, fault.Unavailable, "the database is away or does not answer; %s come back with it", what)
	}
	return err
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
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n == 0 || n > event.MaxCharacterName || strings.ContainsFunc(name, unicode.IsControl) {
		return "", fault.New(fault.Invalid, "character is a name of 1 to %d letters", event.MaxCharacterName).WithField("character")
	}
	return name, nil
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
