package inventory

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"

	"overlord/auth"
	"overlord/inventory/query"
	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

// Bounds of what a user writes, in letters.
const (
	maxTag        = 40
	maxNote       = 2000
	maxSearchName = 100
	maxOwnBody    = 32 << 10
)

// ownRoutes mounts what users keep about items, each for themselves.
func (m *Module) ownRoutes(r chi.Router) {
	edit := r.With(m.require(auth.Edit))
	r.Get("/items/{item_id}/tags", api.HandlerFunc(m.getTags))
	edit.Put("/items/{item_id}/tags", api.HandlerFunc(m.putTags))
	edit.Delete("/items/{item_id}/tags", api.HandlerFunc(m.deleteTags))
	r.Get("/items/{item_id}/note", api.HandlerFunc(m.getNote))
	edit.Put("/items/{item_id}/note", api.HandlerFunc(m.putNote))
	edit.Delete("/items/{item_id}/note", api.HandlerFunc(m.deleteNote))
	r.Get("/searches", api.HandlerFunc(m.getSearches))
	edit.Post("/searches", api.HandlerFunc(m.postSearch))
	r.Get("/searches/{id}", api.HandlerFunc(m.getSavedSearch))
	edit.Delete("/searches/{id}", api.HandlerFunc(m.deleteSearch))
}

// ownItem is whose what of which item is asked for. Nobody in particular has
// nothing of their own.
func ownItem(r *http.Request) (user, item int64, err error) {
	if _, err := api.ParseQuery(r); err != nil {
		return 0, 0, err
	}
	item, err = pathItem(r)
	return userOf(r), item, err
}

// ownChange is ownItem for a change, which somebody must make.
func ownChange(r *http.Request) (user, item int64, err error) {
	user, item, err = ownItem(r)
	if err == nil && user == 0 {
		err = nobody()
	}
	return user, item, err
}

func nobody() error {
	return fault.New(fault.Denied, "tags, notes and saved searches belong to a user: sign in first")
}

// tagsBody is a user's tags of an item.
type tagsBody struct {
	Tags []string `json:"tags"`
}

func (m *Module) getTags(w http.ResponseWriter, r *http.Request) error {
	user, item, err := ownItem(r)
	if err != nil {
		return err
	}
	answer := tagsBody{[]string{}}
	err = m.read(r.Context(), "tags", answerWithin, func(ctx context.Context, db store.Querier) error {
		tags, err := loadTags(ctx, db, user, []int64{item})
		answer.Tags = append(answer.Tags, tags[item]...)
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}

// putTags replaces a user's tags of an item.
func (m *Module) putTags(w http.ResponseWriter, r *http.Request) error {
	user, item, err := ownChange(r)
	if err != nil {
		return err
	}
	var body tagsBody
	if err := api.ReadJSON(r, &body, maxOwnBody); err != nil {
		return err
	}
	if body.Tags == nil { // else a mistake would remove all of them
		return fault.New(fault.Invalid, "tags is missing; DELETE removes all").WithField("tags")
	}
	tags, err := checkTags(body.Tags)
	if err != nil {
		return err
	}
	return m.setTags(w, r, user, item, tags)
}

func (m *Module) deleteTags(w http.ResponseWriter, r *http.Request) error {
	user, item, err := ownChange(r)
	if err != nil {
		return err
	}
	return m.setTags(w, r, user, item, []string{})
}

func (m *Module) setTags(w http.ResponseWriter, r *http.Request, user, item int64, tags []string) error {
	err := m.change(r.Context(), "tags", func(ctx context.Context, db store.Querier) error { return replaceTags(ctx, db, user, item, tags) })
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, tagsBody{tags})
}

// checkTags trims tags and leaves doubles out.
func checkTags(list []string) ([]string, error) {
	tags := []string{}
	for _, tag := range list {
		tag, err := checkLine("tags", tag, 1, maxTag)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	if len(tags) > maxTagsOfItem {
		return nil, fault.New(fault.Invalid, "an item has %d tags at most", maxTagsOfItem).WithField("tags")
	}
	return tags, nil
}

// checkLine trims a line of text and refuses one that is none.
func checkLine(field, text string, least, most int) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n < least || n > most || strings.ContainsFunc(text, unicode.IsControl) {
		return "", fault.New(fault.Invalid, "%s must have %d to %d letters, on one line", field, least, most).WithField(field)
	}
	return text, nil
}

// noteBody is a user's note of an item; empty: there is none.
type noteBody struct {
	Note string `json:"note"`
}

func (m *Module) getNote(w http.ResponseWriter, r *http.Request) error {
	user, item, err := ownItem(r)
	if err != nil {
		return err
	}
	var answer noteBody
	err = m.read(r.Context(), "notes", answerWithin, func(ctx context.Context, db store.Querier) error {
		notes, err := loadNotes(ctx, db, user, []int64{item})
		answer.Note = notes[item]
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}

// putNote replaces a user's note of an item.
func (m *Module) putNote(w http.ResponseWriter, r *http.Request) error {
	user, item, err := ownChange(r)
	if err != nil {
		return err
	}
	var body struct {
		Note *string `json:"note"`
	}
	if err := api.ReadJSON(r, &body, maxOwnBody); err != nil {
		return err
	}
	if body.Note == nil {
		return fault.New(fault.Invalid, "note is missing; DELETE removes it").WithField("note")
	}
	note := strings.TrimSpace(*body.Note)
	if utf8.RuneCountInString(note) > maxNote {
		return fault.New(fault.Invalid, "note must have %d letters at most", maxNote).WithField("note")
	}
	return m.setNote(w, r, user, item, noteBody{note})
}

func (m *Module) deleteNote(w http.ResponseWriter, r *http.Request) error {
	user, item, err := ownChange(r)
	if err != nil {
		return err
	}
	return m.setNote(w, r, user, item, noteBody{})
}

func (m *Module) setNote(w http.ResponseWriter, r *http.Request, user, item int64, body noteBody) error {
	err := m.change(r.Context(), "notes", func(ctx context.Context, db store.Querier) error {
		return saveNote(ctx, db, user, item, body.Note, m.now())
	})
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, body)
}

func (m *Module) loadSearches(ctx context.Context, user int64) (list []SavedSearch, err error) {
	err = m.read(ctx, "saved searches", answerWithin, func(ctx context.Context, db store.Querier) error {
		list, err = loadSearches(ctx, db, user)
		return err
	})
	return list, err
}

func (m *Module) getSearches(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	list, err := m.loadSearches(r.Context(), userOf(r))
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, map[string]any{"searches": append([]SavedSearch{}, list...)})
}

func (m *Module) getSavedSearch(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	list, err := m.loadSearches(r.Context(), userOf(r))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(s SavedSearch) bool { return s.ID == id })
	if at < 0 {
		return fault.New(fault.NotFound, "you have no saved search %d", id)
	}
	return api.WriteStable(w, r, list[at])
}

// searchBody is a search to be saved.
type searchBody struct {
	Name     string `json:"name"` // unset: the query's title
	Query    string `json:"query"`
	Announce bool   `json:"announce"`
}

// postSearch saves a search, in the place of the user's one of the same name.
func (m *Module) postSearch(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	user := userOf(r)
	if user == 0 {
		return nobody()
	}
	var body searchBody
	if err := api.ReadJSON(r, &body, maxOwnBody); err != nil {
		return err
	}
	parsed, err := query.Parse(body.Query)
	if err != nil {
		return answerQueryError(w, r, asQueryFault(err, "query"))
	}
	if body.Name == "" {
		body.Name = parsed.Title
	}
	if body.Name, err = checkLine("name", body.Name, 1, maxSearchName); err != nil {
		return err
	}
	saved := SavedSearch{userID: user, Name: body.Name, Query: parsed.String(), Announce: body.Announce, CreatedAt: m.now().UTC()}
	err = m.change(r.Context(), "saved searches", func(ctx context.Context, db store.Querier) error {
		saved, err = saveSearch(ctx, db, saved)
		return err
	})
	if err != nil {
		return err
	}
	m.watches.forget()
	w.Header().Set("Location", "/searches/"+strconv.FormatInt(saved.ID, 10))
	return api.WriteJSON(w, r, http.StatusCreated, saved)
}

func (m *Module) deleteSearch(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	err = m.change(r.Context(), "saved searches", func(ctx context.Context, db store.Querier) error { return deleteSearch(ctx, db, userOf(r), id) })
	if err != nil {
		return err
	}
	m.watches.forget()
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}
