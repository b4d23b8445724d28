package suitbuilder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/store/fault"
)

const keptColumns = `id, name, author, created_at, request, suit, worn, pieces`

// loadSuits reads kept suits, the newest first: those below an id, where it is not
// 0.
func loadSuits(ctx context.Context, db store.Querier, before int64, limit int) ([]Kept, error) {
	rows, err := db.Query(ctx, `select `+keptColumns+` from suits where $1 = 0 or id < $1 order by id desc limit $2`, before, limit)
	if err != nil {
		return nil, fmt.Errorf("read the suits: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanKept)
	if err != nil {
		return nil, fmt.Errorf("read the suits: %w", err)
	}
	return list, nil
}

func scanKept(row pgx.CollectableRow) (k Kept, err error) {
	var worn, pieces []byte
	if err := row.Scan(&k.ID, &k.Name, &k.Author, &k.CreatedAt, &k.Request, &k.Suit, &worn, &pieces); err != nil {
		return k, err
	}
	return k, errors.Join(json.Unmarshal(worn, &k.worn), json.Unmarshal(pieces, &k.pieces))
}

// loadSuit reads one kept suit, or fails with fault.NotFound.
func loadSuit(ctx context.Context, db store.Querier, id int64) (*Kept, error) {
	rows, err := db.Query(ctx, `select `+keptColumns+` from suits where id = $1`, id)
	if err != nil {
		return nil, fmt.Errorf("read a suit: %w", err)
	}
	kept, err := pgx.CollectExactlyOneRow(rows, scanKept)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is no suit %d", id)
	}
	if err != nil {
		return nil, fmt.Errorf("read a suit: %w", err)
	}
	return &kept, nil
}

// insertSuit keeps a suit and sets its id.
func insertSuit(ctx context.Context, db store.Querier, k *Kept) error {
	worn, err := json.Marshal(k.worn)
	if err != nil {
		return err
	}
	pieces, err := json.Marshal(k.pieces)
	if err != nil {
		return err
	}
	err = db.QueryRow(ctx, `insert into suits (name, author, created_at, request, suit, worn, pieces) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
		k.Name, k.Author, k.CreatedAt, string(k.Request), string(k.Suit), string(worn), string(pieces)).Scan(&k.ID)
	if err != nil {
		return fmt.Errorf("keep a suit: %w", err)
	}
	return nil
}

// deleteSuit removes a suit of an author's, or anybody's where all may go.
func deleteSuit(ctx context.Context, db store.Querier, id int64, author *string, all bool) error {
	kept, err := loadSuit(ctx, db, id)
	if err != nil {
		return err
	}
	if !all && kept.Author != nil && (author == nil || *author != *kept.Author) {
		return fault.New(fault.Denied, "suit %d is %s's to delete", id, *kept.Author)
	}
	if _, err := db.Exec(ctx, `delete from suits where id = $1`, id); err != nil {
		return fmt.Errorf("delete a suit: %w", err)
	}
	return nil
}
