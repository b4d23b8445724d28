package eventlog

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestReceivedAtIsTheClocksInWholeMicroseconds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 123_456_789, time.FixedZone("", 3600))
	s := stamp{now: func() time.Time { return now }}
	if got, want := s.next(time.Time{}), time.Date(2026, 3, 1, 11, 0, 0, 123_456_000, time.UTC); !got.Equal(want) || got.Location() != time.UTC {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestReceivedAtRules(t *testing.T) {
	t.Parallel()
	base := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	at := func(d time.Duration) time.Time { return base.Add(d) }
	cases := []struct {
		name            string
		last, now, wish time.Time
		want            time.Time
	}{
		{"the clock's", at(0), at(time.Second), time.Time{}, at(time.Second)},
		{"a record's own", at(0), at(time.Second), at(time.Millisecond), at(time.Millisecond)},
		{"the same moment", at(0), at(0), at(0), at(time.Microsecond)},
		{"a record that was overtaken", at(0), at(time.Minute), at(-time.Minute), at(time.Microsecond)},
		{"a record from the future", at(0), at(time.Second), at(time.Hour), at(time.Second)},
		{"a clock that went back a little", at(0), at(-time.Second), time.Time{}, at(time.Microsecond)},
		{"a clock that was set back", at(0), at(-time.Second - time.Microsecond), time.Time{}, at(-time.Second - time.Microsecond)},
		{"a record under a clock that was set back", at(0), at(-time.Hour), at(-2 * time.Hour), at(-2 * time.Hour)},
	}
	for _, c := range cases {
		s := stamp{now: func() time.Time { return c.now }, last: c.last.UnixMicro()}
		if got := s.next(c.wish); !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestReceivedAtRisesWhateverTheRecordsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		clock := int64(1e15)
		s := stamp{now: func() time.Time { return time.UnixMicro(clock) }}
		var last time.Time
		for range rapid.IntRange(1, 60).Draw(t, "records") {
			step := rapid.Int64Range(-3_000_000, 3_000_000).Draw(t, "step")
			clock += step
			var wish time.Time
			if rapid.Bool().Draw(t, "stamped") {
				wish = time.UnixMicro(clock + rapid.Int64Range(-5_000_000, 5_000_000).Draw(t, "wish"))
			}
			back := last.Sub(time.UnixMicro(clock))
			got := s.next(wish)
			if !got.After(last) && back <= clockStep {
				t.Fatalf("%s after %s, the clock %s behind", got, last, back)
			}
			if got.After(last) && !last.IsZero() && back > clockStep {
				t.Fatalf("%s after %s does not follow the clock, %s behind", got, last, back)
			}
			last = got
		}
	})
}

func TestReceivedAtRisesAcrossRestartsAlsoOfAnEmptyLog(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	opts := Options{Dir: t.TempDir(), MaxBytes: 4 << 10, Now: func() time.Time { return now }}
	var last time.Time
	for round := range 4 {
		l := MustOpen(t, opts)
		stop := MustRun(t, l)
		for n := range 5 {
			r := MustAppend(t, l, sample(n))
			if !r.ReceivedAt.After(last) {
				t.Fatalf("round %d: %s after %s", round, r.ReceivedAt, last)
			}
			last = r.ReceivedAt
		}
		_, end := l.Bounds()
		MustOK(t, l.Trim(end))
		stop()
		if first, end := l.Bounds(); round == 0 && first > end+1 {
			t.Errorf("%d to %d", first, end)
		}
	}
}
