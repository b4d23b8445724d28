package adoption

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// referenceSchema is where the migrations are run to look at what they make.
const referenceSchema = "overlord_reference"

// Module is a module's migrations.
type Module struct {
	Name  string
	Steps []store.Migration
}

// Survey is what a database has, and what our migrations would have made.
type Survey struct {
	Schema  string // of the old tables
	modules []Module
	wanted  map[string]*Table
	found   map[string]*Table
	taken   map[string]bool // names of relations that Schema has
}

// Take surveys the schema that the connection works in. It runs the migrations
// of those modules that were never migrated, in a schema that Finish drops.
func Take(ctx context.Context, tx pgx.Tx, modules []Module) (*Survey, error) {
	s := &Survey{}
	for _, m := range modules {
		done, err := store.Applied(ctx, tx, m.Name)
		if err != nil {
			return nil, err
		}
		if len(done) == 0 {
			s.modules = append(s.modules, m)
		}
	}
	if err := tx.QueryRow(ctx, `select current_schema()`).Scan(&s.Schema); err != nil {
		return nil, err
	}
	if err := s.buildReference(ctx, tx); err != nil {
		return nil, fmt.Errorf("make the tables of this release beside the old ones: %w", err)
	}
	var err error
	if s.wanted, err = tablesOf(ctx, tx, referenceSchema); err != nil {
		return nil, err
	}
	if s.found, err = tablesOf(ctx, tx, s.Schema); err != nil {
		return nil, err
	}
	s.taken, err = relationsOf(ctx, tx, s.Schema)
	return s, err
}

func (s *Survey) buildReference(ctx context.Context, tx pgx.Tx) error {
	reference, old := Quote(referenceSchema), Quote(s.Schema)
	if _, err := tx.Exec(ctx, `create schema `+reference+`; set local search_path = `+reference+`, `+old); err != nil {
		return err
	}
	for _, m := range s.modules {
		for _, step := range m.Steps {
			if _, err := tx.Exec(ctx, step.SQL); err != nil {
				return fmt.Errorf("%s %04d_%s: %w", m.Name, step.Version, step.Name, err)
			}
		}
	}
	_, err := tx.Exec(ctx, `set local search_path = `+old)
	return err
}

// Needed tells whether there is anything to adopt: a module that was never
// migrated has one of its tables here.
func (s *Survey) Needed() bool { return len(s.shared()) > 0 }

// Found is a table of the old ones, or nil.
func (s *Survey) Found(name string) *Table { return s.found[name] }

// shared are the names of the tables that are there and in our migrations.
func (s *Survey) shared() []string {
	return s.names(func(name string) bool { return s.found[name] != nil })
}

// missing are the names of the tables of our migrations that are not there.
func (s *Survey) missing() []string {
	return s.names(func(name string) bool { return s.found[name] == nil })
}

func (s *Survey) names(which func(string) bool) []string {
	var list []string
	for name := range s.wanted {
		if which(name) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// Name is the quoted name of a table of the old schema.
func (s *Survey) Name(table string) string { return Quote(s.Schema, table) }

// Free is the name, or one like it that no relation has.
func (s *Survey) Free(name string) string {
	for s.taken[name] {
		name += "_overlord"
	}
	s.taken[name] = true
	return name
}

// Quote is an SQL identifier.
func Quote(parts ...string) string { return pgx.Identifier(parts).Sanitize() }
