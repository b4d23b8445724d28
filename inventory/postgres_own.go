package inventory

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/store/fault"
)

// Bounds of what one user keeps.
const (
	maxTagsOfItem = 50
	maxTags       = 100_000 // over all items
	maxNotes      = 20_000
	maxSearches   = 200
)

// loadTags gives a user's tags by the game's item id, of the items or (nil) of
// all.
func loadTags(ctx context.Context, db store.Querier, user int64, items []int64) (map[int64][]string, error) {
	rows, err := db.Query(ctx, `select item_id, tag from item_tags where user_id = $1 and ($2::bigint[] is null or item_id = any($2)) order by item_id, tag`, user, items)
	if err != nil {
		return nil, err
	}
	tags := map[int64][]string{}
	var id int64
	var tag string
	_, err = pgx.ForEachRow(rows, []any{&id, &tag}, func() error {
		tags[id] = append(tags[id], tag)
		return nil
	})
	return tags, err
}

// loadNotes gives a user's notes by the game's item id, of the items or (nil) of
// all.
func loadNotes(ctx context.Context, db store.Querier, user int64, items []int64) (map[int64]string, error) {
	rows, err := db.Query(ctx, `select item_id, note from item_notes where user_id = $1 and ($2::bigint[] is null or item_id = any($2))`, user, items)
	if err != nil {
		return nil, err
	}
	notes := map[int64]string{}
	var id int64
	var note string
	_, err = pgx.ForEachRow(rows, []any{&id, &note}, func() error {
		notes[id] = note
		return nil
	})
	return notes, err
}

// replaceTags makes these the user's tags of an item.
func replaceTags(ctx context.Context, db store.Querier, user, item int64, tags []string) error {
	var others int
	err := db.QueryRow(ctx, `select count(*) from item_tags where user_id = $1 and item_id <> $2`, user, item).Scan(&others)
	if err != nil {
		return err
	}
	if others+len(tags) > maxTags {
		return fault.New(fault.Conflict, "there are %d tags already, which is the most", others)
	}
	if _, err := db.Exec(ctx, `delete from item_tags where user_id = $1 and item_id = $2 and tag <> all($3)`, user, item, tags); err != nil {
		return err
	}
	_, err = db.Exec(ctx, `insert into item_tags (user_id, item_id, tag) select $1, $2, unnest($3::text[]) on conflict do nothing`, user, item, tags)
	return err
}

// saveNote makes this the user's note of an item; an empty one is none.
func saveNote(ctx context.Context, db store.Querier, user, item int64, note string, now time.Time) error {
	if note == "" {
		_, err := db.Exec(ctx, `delete from item_notes where user_id = $1 and item_id = $2`, user, item)
		return err
	}
	tag, err := db.Exec(ctx, `
		insert into item_notes (user_id, item_id, note, updated_at) select $1, $2, $3, $4 where (select count(*) from item_notes where user_id = $1) < $5
		on conflict (user_id, item_id) do update set note = excluded.note, updated_at = excluded.updated_at`, user, item, note, now, maxNotes)
	if err == nil && tag.RowsAffected() == 0 {
		return fault.New(fault.Conflict, "there are %d notes already, which is the most", maxNotes)
	}
	return err
}

// SavedSearch is a search that a user keeps.
type SavedSearch struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	Query     string    `json:"query"`    // in its canonical form
	Announce  bool      `json:"announce"` // new matches are told on /ws/live
	CreatedAt time.Time `json:"created_at"`
	userID    int64
}

const selectSearches = `select id, name, query, announce, created_at, user_id from saved_searches `

func collectSearches(rows pgx.Rows, err error) ([]SavedSearch, error) {
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (s SavedSearch, err error) {
		return s, row.Scan(&s.ID, &s.Name, &s.Query, &s.Announce, &s.CreatedAt, &s.userID)
	})
	if err != nil {
		return nil, fmt.Errorf("read saved searches: %w", err)
	}
	return list, nil
}

// loadSearches gives a user's saved searches, by name.
func loadSearches(ctx context.Context, db store.Querier, user int64) ([]SavedSearch, error) {
	return collectSearches(db.Query(ctx, selectSearches+`where user_id = $1 order by name, id`, user))
}

// loadAnnounced gives the searches of all users whose new matches are told.
func loadAnnounced(ctx context.Context, db store.Querier) ([]SavedSearch, error) {
	return collectSearches(db.Query(ctx, selectSearches+`where announce order by id`))
}

// saveSearch adds a search, or replaces the user's one of the same name.
func saveSearch(ctx context.Context, db store.Querier, s SavedSearch) (SavedSearch, error) {
	list, err := collectSearches(db.Query(ctx, `
		insert into saved_searches as s (user_id, name, query, announce, created_at)
		select $1, $2, $3, $4, $5 where (select count(*) from saved_searches where user_id = $1) < $6 or exists (select from saved_searches where user_id = $1 and name = $2)
		on conflict (user_id, name) do update set query = excluded.query, announce = excluded.announce
		returning id, name, query, announce, created_at, user_id`, s.userID, s.Name, s.Query, s.Announce, s.CreatedAt, maxSearches))
	if err != nil {
		return s, err
	}
	if len(list) == 0 {
		return s, fault.New(fault.Conflict, "there are %d saved searches already, which is the most", maxSearches)
	}
	return list[0], nil
}

// deleteSearch removes one of a user's searches.
func deleteSearch(ctx context.Context, db store.Querier, user, id int64) error {
	tag, err := db.Exec(ctx, `delete from saved_searches where user_id = $1 and id = $2`, user, id)
	if err == nil && tag.RowsAffected() == 0 {
		return fault.New(fault.NotFound, "you have no saved search %d", id)
	}
	return err
}
