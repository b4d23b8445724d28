package inventory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"overlord/store/storetest"
	"overlord/tracker/event"
)

// realItems are items of the game as a plugin sent them. The test is skipped
// where they are not there, but not in CI.
func realItems(tb testing.TB) []string {
	tb.Helper()
	folder := cmp.Or(os.Getenv("OVERLORD_SAMPLES"), filepath.Join("..", "..", "shared", "samples"))
	text, err := os.ReadFile(filepath.Join(folder, "real_items.jsonl"))
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
		tb.Skip("the real items are not there; OVERLORD_SAMPLES names their folder")
	}
	if err != nil {
		tb.Fatal(err)
	}
	items := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(items) < 1000 {
		tb.Fatalf("only %d items", len(items))
	}
	return items
}

var idMember = regexp.MustCompile(`"Id":-?\d+`)

// manyItems are n items, whose ids begin after first.
func manyItems(tb testing.TB, first, n int) []string {
	tb.Helper()
	pool := realItems(tb)
	items := make([]string, n)
	for i := range items {
		items[i] = idMember.ReplaceAllString(pool[i%len(pool)], fmt.Sprintf(`"Id":%d`, first+i+1))
	}
	return items
}

// benchWriter is a writer without a log: what an event costs beside the way
// through it.
func benchWriter(b *testing.B) (m *Module, apply func(frame string) *change) {
	b.Helper()
	pool := storetest.New(b, Migrate)
	m, err := New(Config{Log: LogSettings{MaxBytes: 64 << 20}, DataDir: b.TempDir(), Pool: pool, Logger: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { m.writer.place.Release(); m.log.Close() })
	cursor, err := m.writer.begin(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	at := epoch
	return m, func(frame string) *change {
		at = at.Add(time.Second)
		ev, _, err := event.Redecode([]byte(frame), at)
		if err != nil {
			b.Fatal(err)
		}
		todo := work{Entries: []logged{{Position: cursor + 1, Last: cursor + 1, Event: ev}}, Through: cursor + 1}
		changes, err := m.writer.write(context.WithoutCancel(b.Context()), cursor, todo, false)
		if err != nil {
			b.Fatal(err)
		}
		cursor++
		return changes[0]
	}
}

// BenchmarkUpload measures a full inventory from its frame to the commit: the
// first, one that says the same again, and one in which one item of a hundred is
// different. The ratio of the second to the first is what the unchanged cost.
func BenchmarkUpload(b *testing.B) {
	for _, n := range []int{1500, 5000} {
		b.Run(fmt.Sprintf("items=%d", n), func(b *testing.B) {
			items := manyItems(b, 0, n)
			_, apply := benchWriter(b)
			var first, same, some time.Duration
			for b.Loop() {
				apply(fullFrame("Mule")) // nothing is left
				measure := func(want int) time.Duration {
					frame := fullFrame("Mule", items...)
					begin := time.Now()
					if c := apply(frame); c.stored != want || len(c.rejected) > 0 {
						b.Fatalf("%d stored, %v", c.stored, c.rejected)
					}
					return time.Since(begin)
				}
				first += measure(n)
				same += measure(0)
				for i := 0; i < n; i += 100 {
					items[i] = changed(items[i])
				}
				some += measure(n / 100)
			}
			ms := func(d time.Duration) float64 { return d.Seconds() * 1000 / float64(b.N) }
			b.ReportMetric(ms(first), "first-ms")
			b.ReportMetric(ms(same), "same-ms")
			b.ReportMetric(ms(some), "1%-ms")
			b.ReportMetric(same.Seconds()/first.Seconds(), "ratio")
			b.ReportMetric(some.Seconds()/first.Seconds(), "1%/first")
		})
	}
}

// changed is an item with another name.
func changed(item string) string {
	return strings.Replace(item, `"StringValues":{"1":"`, `"StringValues":{"1":"x`, 1)
}

// BenchmarkDelta measures one changed item among 1,500, from its frame to the
// commit.
func BenchmarkDelta(b *testing.B) {
	items := manyItems(b, 0, 1500)
	_, apply := benchWriter(b)
	apply(fullFrame("Mule", items...))
	n := 0
	for b.Loop() {
		i := n % len(items)
		items[i] = changed(items[i])
		if c := apply(`{"type":"inventory_delta","character_name":"Mule","action":"update","item":` + items[i] + `}`); c.stored != 1 {
			b.Fatalf("%+v", c)
		}
		n++
	}
}

// BenchmarkFollow measures what a changed item of one among thousands costs the
// index: taken over from the writer, and where all of the character's is read anew.
func BenchmarkFollow(b *testing.B) {
	items := manyItems(b, 0, 5000)
	m, apply := benchWriter(b)
	apply(fullFrame("Mule", items...))
	if _, err := m.catalogue.catchUp(b.Context()); err != nil {
		b.Fatal(err)
	}
	var change, whole []float64
	n := 0
	for b.Loop() {
		i := n % len(items)
		items[i] = changed(items[i])
		c := apply(`{"type":"inventory_delta","character_name":"Mule","action":"update","item":` + items[i] + `}`)
		change = append(change, median(1, func() { m.catalogue.follow(c) }))
		if n++; n%8 == 0 {
			whole = append(whole, median(1, func() {
				if err := m.catalogue.load(b.Context(), "Mule"); err != nil {
					b.Fatal(err)
				}
			}))
		}
	}
	b.ReportMetric(at(change, 50), "change-ms")
	b.ReportMetric(at(change, 95), "change-p95-ms")
	if len(whole) > 0 {
		b.ReportMetric(at(whole, 50), "whole-ms")
	}
}
