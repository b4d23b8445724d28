package index

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"overlord/inventory/query"
	"overlord/inventory/query/querytest"
)

// The bench's guild: 200 characters with 1,500 items each.
const (
	benchCharacters = 200
	benchItems      = 1500
)

// mustFill makes an index of a number of characters, built in parallel as a loader
// would.
func mustFill(tb testing.TB, characters int) *Index {
	tb.Helper()
	x := New()
	uploaded := time.Now().Add(-time.Hour)
	var group sync.WaitGroup
	next := make(chan int)
	for range runtime.NumCPU() {
		group.Go(func() {
			for n := range next {
				x.Replace(querytest.Character(n), Build(querytest.Character(n), uploaded, entriesOf(n)))
			}
		})
	}
	for n := range characters {
		next <- n
	}
	close(next)
	group.Wait()
	x.SetReady(true)
	return x
}

func entriesOf(n int) []Entry {
	var entries []Entry
	for i, it := range querytest.Items(1, n, benchItems) {
		entries = append(entries, Entry{ID: int64(n*benchItems + i + 1), Item: it})
	}
	return entries
}

// filled shares one index between the benches.
var filled = sync.OnceValue(func() *Index {
	x := mustFill(noTB{}, benchCharacters)
	return x
})

// noTB stands in where no bench owns what is made.
type noTB struct{ testing.TB }

func (noTB) Helper() {}

func mustQueries(tb testing.TB) []*query.Query {
	tb.Helper()
	var list []*query.Query
	for _, text := range querytest.Queries() {
		q, err := query.Parse(text)
		if err != nil {
			tb.Fatalf("%s: %v", text, err)
		}
		list = append(list, q)
	}
	return list
}

// pages answers the first page of each query and reports what one took: the median
// and the 95th of a hundred queries.
func pages(b *testing.B, x *Index, facets []string) {
	b.Helper()
	queries := mustQueries(b)
	var took []time.Duration
	for b.Loop() {
		for _, q := range queries {
			start := time.Now()
			r := Request{Query: q, Sort: "armor_level", Desc: true, Limit: 50, Facets: facets, Env: query.Env{Now: time.Now()}}
			if _, err := x.Search(context.Background(), r); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
	}
	report(b, took)
}

func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	ms := func(share int) float64 { return took[len(took)*share/100].Seconds() * 1000 }
	b.ReportMetric(ms(50), "ms-median")
	b.ReportMetric(ms(95), "ms-95th")
	b.ReportMetric(took[len(took)-1].Seconds()*1000, "ms-max")
	b.ReportMetric(0, "ns/op")
}

func BenchmarkPageOf300000(b *testing.B) { pages(b, filled(), nil) }

func BenchmarkPageAndFacetsOf300000(b *testing.B) {
	pages(b, filled(), FacetNames())
}

// Eight users at once, on however many cores there are.
func BenchmarkEightUsersOf300000(b *testing.B) {
	x, queries := filled(), mustQueries(b)
	var mutex sync.Mutex
	var took []time.Duration
	for b.Loop() {
		var users sync.WaitGroup
		for range 8 {
			users.Go(func() {
				for _, q := range queries {
					start := time.Now()
					_, err := x.Search(context.Background(), Request{Query: q, Limit: 50, Facets: FacetNames(), Env: query.Env{Now: time.Now()}})
					mutex.Lock()
					took = append(took, time.Since(start))
					mutex.Unlock()
					if err != nil {
						b.Error(err)
					}
				}
			})
		}
		users.Wait()
	}
	report(b, took)
}

// How long the whole guild takes to build, and what it costs in memory.
func BenchmarkLoad300000(b *testing.B) { benchLoad(b, benchCharacters) }

func benchLoad(b *testing.B, characters int) {
	for b.Loop() {
		before := heap()
		start := time.Now()
		x := mustFill(b, characters)
		made := time.Since(start)
		start = time.Now()
		for n := range characters {
			entriesOf(n)
		}
		items := time.Since(start) / time.Duration(runtime.NumCPU())
		b.ReportMetric(float64(heap()-before)/(1<<20), "MiB")
		b.ReportMetric((made - items).Seconds(), "s-build")
		b.ReportMetric(0, "ns/op")
		runtime.KeepAlive(x)
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// What a keystroke waits for, with the words of all items.
func BenchmarkCompleteOver300000(b *testing.B) {
	x := filled()
	known := query.Known{Characters: x.Characters(), Words: x.Words, Count: x.Count}
	var took []time.Duration
	for b.Loop() {
		for _, text := range []string{"s", "he", "spell:e", "slot:", "set:ad", "material:", "cantrip:>=epic.w", "char:mule_1", "is:armor name:co"} {
			start := time.Now()
			query.Complete(text, len(text), known)
			took = append(took, time.Since(start))
		}
	}
	report(b, took)
}

// A million items still answer.
func BenchmarkPageAndFacetsOf1000000(b *testing.B) {
	const characters = 1_000_000/benchItems + 1
	pages(b, mustFill(b, characters), FacetNames())
}

// What the index saves: the time of a query as a share of looking at every item.
func BenchmarkShareOfPlainScan(b *testing.B) {
	x := filled()
	var facts []*query.Facts
	const part = 20 // every 20th character is scanned, and the time multiplied
	for n := 0; n < benchCharacters; n += part {
		for _, it := range querytest.Items(1, n, benchItems) {
			facts = append(facts, query.FactsOf(it, query.Owner{Name: querytest.Character(n)}))
		}
	}
	for b.Loop() {
		var shares []float64
		for _, q := range mustQueries(b) {
			start := time.Now()
			for _, f := range facts {
				q.Match(f, nil)
			}
			plain := time.Since(start) * part
			start = time.Now()
			if _, err := x.Search(context.Background(), Request{Query: q, Limit: 50}); err != nil {
				b.Fatal(err)
			}
			shares = append(shares, float64(time.Since(start))/float64(plain))
		}
		slices.Sort(shares)
		b.ReportMetric(shares[len(shares)/2], "share-median")
		b.ReportMetric(shares[len(shares)*95/100], "share-95th")
		b.ReportMetric(0, "ns/op")
	}
}

// BenchmarkEachQuery tells what is slow, to know where to look.
func BenchmarkEachQuery(b *testing.B) {
	x := filled()
	for i, q := range mustQueries(b) {
		b.Run(fmt.Sprintf("%02d", i), func(b *testing.B) {
			for b.Loop() {
				r, err := x.Search(context.Background(), Request{Query: q, Sort: "name", Limit: 50, Facets: FacetNames(), Env: query.Env{Now: time.Now()}})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(r.Total), "found")
			}
		})
	}
}
