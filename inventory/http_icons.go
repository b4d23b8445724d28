package inventory

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

// icons are our own drawings, one for each kind of item: the game's are not ours
// to give.
//
//go:embed icons/*.svg
var icons embed.FS

const (
	otherKind = "other" // the drawing of what has none of its own

	// Drawings do not change while a server runs, and what an icon stands for
	// hardly does.
	iconAge = 24 * time.Hour
)

// Open mounts what everybody may see.
func (m *Module) Open(r chi.Router) {
	r.Get("/icons/{id}.png", api.HandlerFunc(m.getIcon))
	r.Get("/icons/kinds/{kind}.svg", api.HandlerFunc(getDrawing))
}

// getIcon redirects to the drawing of the kind of item that has an icon most. It
// needs no database: without one, or for an icon that nobody has, it is that of
// other things.
func (m *Module) getIcon(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	text, err := api.Path(r, "id")
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(text, 10, 32)
	if err != nil || id < 0 {
		return fault.New(fault.Invalid, "id is the number of an icon").WithField("id")
	}
	age := iconAge
	var kind string
	err = m.read(r.Context(), "icons", answerWithin, func(ctx context.Context, db store.Querier) (err error) {
		kind, err = loadKindOfIcon(ctx, db, id)
		return err
	})
	if err != nil || !isDrawn(kind) {
		kind = otherKind
	}
	if err != nil {
		age = 0
	}
	w.Header().Set("Cache-Control", "public, max-age="+strconv.Itoa(int(age.Seconds())))
	http.Redirect(w, r, "kinds/"+kind+".svg", http.StatusFound)
	return nil
}

func isDrawn(kind string) bool {
	_, err := icons.Open("icons/" + kind + ".svg")
	return err == nil && kind != "" && !strings.ContainsAny(kind, "/\\.")
}

// getDrawing answers the drawing of a kind.
func getDrawing(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	kind, err := api.Path(r, "kind")
	if err != nil {
		return err
	}
	if !isDrawn(kind) {
		return fault.New(fault.NotFound, "there is no drawing of %q", kind)
	}
	drawing, err := icons.ReadFile("icons/" + kind + ".svg")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age="+strconv.Itoa(int(iconAge.Seconds())))
	_, err = w.Write(drawing)
	return err
}
