package inventory

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/inventory/index"
	"overlord/inventory/query"
	"overlord/inventory/query/querytest"
	"overlord/store"
	"overlord/store/storetest"
)

// benchItems is the variable that says over how many items searches are measured.
const benchItems = "OVERLORD_BENCH_ITEMS"

// benchCharacters share them.
const benchCharacters = 200

// fillHouse puts items of many characters into the tables.
func fillHouse(b *testing.B, pool *pgxpool.Pool, total int) {
	b.Helper()
	for n := range benchCharacters {
		err := store.InTx(b.Context(), pool, func(tx pgx.Tx) error {
			var items []writing
			for _, i := range querytest.Items(1, n, total/benchCharacters) {
				items = append(items, writing{item: i})
			}
			if err := number(b.Context(), tx, items); err != nil {
				return err
			}
			name := querytest.Character(n)
			at := epoch
			if err := insert(b.Context(), tx, name, at, items); err != nil {
				return err
			}
			_, err := noteState(b.Context(), tx, name, &at)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	storetest.MustExec(b, pool, `analyze`)
}

// BenchmarkSearch measures 50 queries of players, each with total, facets and its
// first page of 50 rows: from the index with rows by SQL, and as a plain join of
// the seven tables that counts the same. "page" are the same queries where neither
// counts facets. Beside them what the index costs: its loading, its memory, a
// completion, and eight users at once.
func BenchmarkSearch(b *testing.B) {
	total, _ := strconv.Atoi(os.Getenv(benchItems))
	total = max(total, 20_000)
	pool := storetest.New(b, Migrate)
	fillHouse(b, pool, total)
	m, err := New(Config{ReadOnly: true, Pool: pool, Logger: slog.New(slog.DiscardHandler), Now: func() time.Time { return epoch.Add(time.Hour) }})
	if err != nil {
		b.Fatal(err)
	}
	before := heap()
	begin := time.Now()
	if _, err := m.catalogue.catchUp(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d items loaded in %s, %d MiB", m.catalogue.index.Len(), time.Since(begin).Round(time.Millisecond), (heap()-before)>>20)
	m.catalogue.index.SetReady(true)
	loaded, memory := time.Since(begin).Seconds(), float64(heap()-before)/(1<<20)

	turns := 5
	if total > 500_000 {
		turns = 1 // the join takes seconds
	}
	whole, page := &versus{}, &versus{}
	for b.Loop() {
		for _, text := range querytest.Queries() {
			parsed, err := query.Parse(text)
			if err != nil {
				b.Fatal(err)
			}
			s := searched{Request: index.Request{Query: parsed, Limit: 50}}
			page.run(turns, "the page of "+text, func() { mustSearch(b, m, s) }, func() { mustJoin(b, pool, parsed, (*joinedQuery).statement) })
			s.Facets = index.FacetNames()
			whole.run(1, text, func() { mustSearch(b, m, s) }, func() { mustJoin(b, pool, parsed, (*joinedQuery).whole) })
		}
	}
	complete := median(20, func() {
		query.Complete("is:armor set:ade", 16, query.Known{Characters: m.catalogue.index.Characters(), Words: m.catalogue.index.Words})
	})
	for name, value := range map[string]float64{
		"index-p50-ms": at(whole.ours, 50), "index-p95-ms": at(whole.ours, 95), "index-max-ms": at(whole.ours, 100),
		"join-p50-ms": at(whole.join, 50), "join-p95-ms": at(whole.join, 95), "ratio": at(whole.ratios, 50), "ratio-max": at(whole.ratios, 100),
		"page-index-p50-ms": at(page.ours, 50), "page-join-p50-ms": at(page.join, 50), "page-ratio": at(page.ratios, 50), "page-ratio-max": at(page.ratios, 100),
		"load-s": loaded, "index-MiB": memory, "complete-ms": complete, "8-users-p95-ms": crowd(b, m),
	} {
		b.ReportMetric(value, name)
	}
}

func mustSearch(b *testing.B, m *Module, s searched) {
	if _, err := m.search(b.Context(), s); err != nil {
		b.Fatal(err)
	}
}

// versus are the times of an index and of a join, in milliseconds, and their
// ratios.
type versus struct{ ours, join, ratios []float64 }

// run measures both in turns, and tells of what misses the aim.
func (v *versus) run(turns int, what string, ours, join func()) {
	mine, theirs := inTurns(turns, ours, join)
	v.ours, v.join, v.ratios = append(v.ours, mine), append(v.join, theirs), append(v.ratios, mine/theirs)
	if mine > 50 || mine/theirs > 0.1 || testing.Verbose() {
		fmt.Fprintf(os.Stderr, "%6.2f ms, joined %7.1f ms, ratio %.3f: %s\n", mine, theirs, mine/theirs, what)
	}
}

func mustJoin(b *testing.B, pool *pgxpool.Pool, parsed *query.Query, as func(*joinedQuery, *query.Query, time.Time) string) {
	j := &joinedQuery{}
	rows, err := pool.Query(b.Context(), as(j, parsed, epoch), j.args...)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) ([]any, error) { return row.Values() }); err != nil {
		b.Fatal(err)
	}
}

// crowd is the 95th percentile of eight users who ask all queries at once, in
// milliseconds.
func crowd(b *testing.B, m *Module) float64 {
	var mu sync.Mutex
	var all []float64
	var users sync.WaitGroup
	for range 8 {
		users.Go(func() {
			for _, text := range querytest.Queries() {
				parsed, err := query.Parse(text)
				if err != nil {
					continue
				}
				begin := time.Now()
				if _, err := m.search(context.WithoutCancel(b.Context()), searched{Request: index.Request{Query: parsed, Limit: 50}}); err != nil {
					continue
				}
				mu.Lock()
				all = append(all, time.Since(begin).Seconds()*1000)
				mu.Unlock()
			}
		})
	}
	users.Wait()
	return at(all, 95)
}

// inTurns is the quickest of some runs of two things, in milliseconds: what else
// the machine does can only make them slower.
func inTurns(runs int, one, other func()) (a, b float64) {
	a, b = math.Inf(1), math.Inf(1)
	for range runs {
		a, b = min(a, median(3, one)), min(b, median(1, other))
	}
	return a, b
}

// median of some runs, in milliseconds.
func median(runs int, do func()) float64 {
	var all []float64
	for range runs {
		begin := time.Now()
		do()
		all = append(all, time.Since(begin).Seconds()*1000)
	}
	return at(all, 50)
}

// at is a percentile.
func at(values []float64, percent int) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)*percent/100, len(sorted)-1)]
}

func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
