package books

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func mustBalance(t interface{ Fatalf(string, ...any) }, b *Books) {
	for family, p := range b.Snapshot() {
		if p.Received != p.Refused+p.Appending+p.Accepted {
			t.Fatalf("%s: received %d ≠ refused %d + appending %d + accepted %d", family, p.Received, p.Refused, p.Appending, p.Accepted)
		}
		if p.Carried+p.Accepted != p.Applied+p.Parked+p.Waiting {
			t.Fatalf("%s: carried %d + accepted %d ≠ applied %d + parked %d + waiting %d", family, p.Carried, p.Accepted, p.Applied, p.Parked, p.Waiting)
		}
	}
}

func TestBooksFollowAnEventFromSocketToDatabase(t *testing.T) {
	b := New(10)
	want := func(step string, page Page) {
		t.Helper()
		mustBalance(t, b)
		if got := b.Snapshot()["telemetry"]; got != page {
			t.Fatalf("%s: %+v, want %+v", step, got, page)
		}
	}
	b.Receive("telemetry")
	want("received", Page{Received: 1, Appending: 1})
	b.Accept("telemetry", 11, time.Time{})
	want("accepted", Page{Received: 1, Accepted: 1, Waiting: 1})
	b.Settle(11, nil)
	want("applied", Page{Received: 1, Accepted: 1, Applied: 1})

	b.Receive("telemetry")
	b.Refuse("telemetry")
	want("refused", Page{Received: 2, Refused: 1, Accepted: 1, Applied: 1})

	b.Receive("telemetry")
	b.Accept("telemetry", 12, time.Time{})
	b.Settle(12, []uint64{12})
	want("parked", Page{Received: 3, Refused: 1, Accepted: 2, Applied: 1, Parked: 1})
}

func TestBooksSettleBeforeTheAcceptIsHeard(t *testing.T) {
	b := New(0)
	for range 3 {
		b.Receive("spawn")
	}
	b.Accept("spawn", 1, time.Time{})
	b.Settle(3, []uint64{2})
	mustBalance(t, b)
	b.Accept("spawn", 2, time.Time{})
	b.Accept("spawn", 3, time.Time{})
	mustBalance(t, b)
	if got, want := b.Snapshot()["spawn"], (Page{Received: 3, Accepted: 3, Applied: 2, Parked: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestBooksKnowTheFamilyOfEachRecordThatWaits(t *testing.T) {
	b := New(0)
	for i, family := range []string{"telemetry", "rare", "telemetry", ""} {
		b.Carry(family, uint64(i+1), time.Time{})
	}
	b.Settle(2, nil)
	mustBalance(t, b)
	got := b.Snapshot()
	if got["rare"].Waiting != 0 || got["rare"].Applied != 1 {
		t.Errorf("rare: %+v", got["rare"])
	}
	if got["telemetry"].Waiting != 1 || got["telemetry"].Applied != 1 {
		t.Errorf("telemetry: %+v", got["telemetry"])
	}
	if got["unknown"].Waiting != 1 {
		t.Errorf("a corrupt record has no family: %+v", got["unknown"])
	}
}

func TestBooksForgetWhatTheDatabaseAlreadyHad(t *testing.T) {
	b := New(0)
	for i := range 5 {
		b.Carry("telemetry", uint64(i+1), time.Time{})
	}
	b.Forget(3)
	mustBalance(t, b)
	if got, want := b.Snapshot()["telemetry"], (Page{Carried: 2, Waiting: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	b.Settle(5, nil)
	if got, want := b.Snapshot()["telemetry"], (Page{Carried: 2, Applied: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestBooksKnowHowOldTheOldestIs(t *testing.T) {
	b := New(0)
	start := time.Unix(1_700_000_000, 0)
	if got := b.Oldest(); !got.IsZero() {
		t.Errorf("nothing waits, but the oldest is from %v", got)
	}
	for i := range 3 {
		b.Receive("spawn")
		b.Accept("spawn", uint64(i+1), start.Add(time.Duration(i)*time.Second))
	}
	b.Settle(1, nil)
	if got, want := b.Oldest(), start.Add(time.Second); !got.Equal(want) {
		t.Errorf("oldest %v, want %v", got, want)
	}
}

// The books agree with a naive list of records, whatever the order of events.
func TestBooksAgreeWithAModel(t *testing.T) {
	type record struct {
		family  string
		carried bool
	}
	rapid.Check(t, func(t *rapid.T) {
		families := rapid.SampledFrom([]string{"telemetry", "spawn", "rare"})
		b := New(0)
		var log []record // position 1 is index 0
		var refused, appending []string
		parked := map[uint64]bool{}
		var settled uint64
		for range rapid.IntRange(0, 5).Draw(t, "carried") {
			r := record{families.Draw(t, "family"), true}
			log = append(log, r)
			b.Carry(r.family, uint64(len(log)), time.Time{})
		}
		t.Repeat(map[string]func(*rapid.T){
			"receive": func(t *rapid.T) {
				f := families.Draw(t, "family")
				b.Receive(f)
				appending = append(appending, f)
			},
			"accept": func(t *rapid.T) {
				if len(appending) == 0 {
					t.Skip("nothing to accept")
				}
				log = append(log, record{family: appending[0]})
				b.Accept(appending[0], uint64(len(log)), time.Time{})
				appending = appending[1:]
			},
			"refuse": func(t *rapid.T) {
				if len(appending) == 0 {
					t.Skip("nothing to refuse")
				}
				b.Refuse(appending[0])
				refused = append(refused, appending[0])
				appending = appending[1:]
			},
			"settle": func(t *rapid.T) {
				through := rapid.Uint64Range(settled, uint64(len(log))).Draw(t, "through")
				var bad []uint64
				for p := settled + 1; p <= through; p++ {
					if rapid.IntRange(0, 9).Draw(t, "bad") == 0 {
						bad = append(bad, p)
						parked[p] = true
					}
				}
				b.Settle(through, bad)
				settled = through
			},
			"": func(t *rapid.T) {
				mustBalance(t, b)
				want := map[string]Page{}
				note := func(family string, change func(*Page)) {
					p := want[family]
					change(&p)
					want[family] = p
				}
				for _, f := range refused {
					note(f, func(p *Page) { p.Received++; p.Refused++ })
				}
				for _, f := range appending {
					note(f, func(p *Page) { p.Received++; p.Appending++ })
				}
				for i, r := range log {
					position := uint64(i + 1)
					note(r.family, func(p *Page) {
						if r.carried {
							p.Carried++
						} else {
							p.Received++
							p.Accepted++
						}
						switch {
						case position > settled:
							p.Waiting++
						case parked[position]:
							p.Parked++
						default:
							p.Applied++
						}
					})
				}
				got := b.Snapshot()
				if !maps.Equal(got, want) {
					t.Fatalf("books %v\nmodel %v (families %v)", got, want, slices.Sorted(maps.Keys(want)))
				}
			},
		})
	})
}
