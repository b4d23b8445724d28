//go:build unix

package storetest

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
)

type module struct{}

func (module) Migrate(context.Context, *pgxpool.Pool) error { return nil }

func first(context.Context, *pgxpool.Pool) error  { return nil }
func second(context.Context, *pgxpool.Pool) error { return nil }

func generic[T any](context.Context, *pgxpool.Pool) error { return nil }

func TestOnlyPlainFunctionsShareATemplate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		migrate  []Migrate
		reusable bool
	}{
		"nothing":              {nil, true},
		"a function":           {[]Migrate{first}, true},
		"two functions":        {[]Migrate{first, second}, true},
		"a literal":            {[]Migrate{func(context.Context, *pgxpool.Pool) error { return nil }}, false},
		"a method of a value":  {[]Migrate{module{}.Migrate}, false},
		"a generic function":   {[]Migrate{generic[int]}, false},
		"a literal among them": {[]Migrate{first, func(context.Context, *pgxpool.Pool) error { return nil }}, false},
	} {
		if _, reusable := keyOf(c.migrate); reusable != c.reusable {
			t.Errorf("%s: reusable is %v, want %v", name, reusable, c.reusable)
		}
	}
}

func TestKeysTellSetsAndOrdersApart(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, set := range [][]Migrate{nil, {first}, {second}, {first, second}, {second, first}} {
		key, _ := keyOf(set)
		if seen[key] {
			t.Errorf("the key %q is there twice", key)
		}
		seen[key] = true
	}
}
