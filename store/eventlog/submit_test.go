package eventlog

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"overlord/store/fault"
)

func TestDoneIsCalledInLogOrderAndOnce(t *testing.T) {
	t.Parallel()
	l := MustOpen(t, Options{Dir: t.TempDir(), SegmentBytes: 8 << 10, MaxBytes: 64 << 20, QueueRecords: 50})
	MustRun(t, l)
	const senders, each = 8, 500
	var (
		pending sync.WaitGroup
		order   []Record // only the writer's goroutine appends
	)
	pending.Add(senders * each)
	for s := range senders {
		go func() {
			for n := range each {
				r := Record{Kind: "k", CharacterName: string(rune('a' + s)), Payload: []byte{byte(n >> 8), byte(n)}}
				err := l.Submit(context.Background(), r, func(r Record, err error) {
					if err != nil {
						t.Error(err)
					}
					order = append(order, r)
					pending.Done()
				})
				if err != nil {
					t.Error(err)
				}
			}
		}()
	}
	pending.Wait()
	next := map[string]int{}
	for i, r := range order {
		if r.Position != uint64(i+1) {
			t.Fatalf("answer %d is of position %d", i, r.Position)
		}
		if n := int(r.Payload[0])<<8 | int(r.Payload[1]); n != next[r.CharacterName] {
			t.Fatalf("sender %s: %d came instead of %d", r.CharacterName, n, next[r.CharacterName])
		}
		next[r.CharacterName]++
		if i > 0 && !r.ReceivedAt.After(order[i-1].ReceivedAt) {
			t.Fatalf("received at %s after %s", r.ReceivedAt, order[i-1].ReceivedAt)
		}
	}
	got, _ := MustReadAll(t, l, 0)
	wantRecords(t, got, order)
}

func TestRecordsThatDoNotFitAreRefusedAtOnce(t *testing.T) {
	t.Parallel()
	l := MustOpen(t, Options{Dir: t.TempDir(), MaxBytes: 10_000})
	never := func(Record, error) { t.Error("done was called") }
	for name, c := range map[string]struct {
		record Record
		code   fault.Code
	}{
		"kind":           {Record{Kind: strings.Repeat("k", MaxKindBytes+1)}, fault.Invalid},
		"name":           {Record{CharacterName: strings.Repeat("n", MaxNameBytes+1)}, fault.Invalid},
		"payload":        {Record{Payload: make([]byte, MaxPayloadBytes+1)}, fault.TooLarge},
		"larger than it": {Record{Payload: make([]byte, 10_000)}, fault.TooLarge},
	} {
		if err := l.Submit(t.Context(), c.record, never); fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := l.Append(t.Context(), c.record); fault.CodeOf(err) != c.code {
			t.Errorf("%s: Append: %v", name, err)
		}
	}
}

func TestTheLargestAndTheSmallestRecord(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: t.TempDir(), MaxBytes: 256 << 20}
	l := MustOpen(t, opts)
	stop := MustRun(t, l)
	large := Record{Kind: strings.Repeat("k", MaxKindBytes), CharacterName: strings.Repeat("n", MaxNameBytes), Payload: make([]byte, MaxPayloadBytes)}
	want := []Record{MustAppend(t, l, Record{}), MustAppend(t, l, large), MustAppend(t, l, Record{})}
	r := l.NewReader(0)
	for _, w := range want { // each alone, however small maxBytes is
		wantRecords(t, MustRead(t, r, 0, 1, 0).Records[:1], []Record{w})
		r.Seek(w.Position)
	}
	stop()
	got, _ := MustReadAll(t, MustOpen(t, opts), 0)
	wantRecords(t, got, want)
}

func TestSubmitWaitsForRoomInTheQueueUntilItsContextEnds(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]Options{
		"by records": {QueueRecords: 2},
		"by bytes":   {QueueBytes: 250},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				opts.Dir, opts.disk = "/log", newMemDisk()
				l := MustOpen(t, opts)
				var answered []uint64
				done := func(r Record, err error) { answered = append(answered, r.Position) }
				for range 2 {
					MustOK(t, l.Submit(t.Context(), sample(1), done))
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				start := time.Now()
				if err := l.Submit(ctx, sample(2), done); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute {
					t.Errorf("%v after %s", err, time.Since(start))
				}
				waits := make(chan error)
				go func() { waits <- l.Submit(t.Context(), sample(3), done) }()
				synctest.Wait()
				if s := l.Stats(); s.Queued != 2 || s.QueuedBytes != 2*frameBytes(new(sample(1))) {
					t.Errorf("%+v", s)
				}
				stop := MustRun(t, l)
				MustOK(t, <-waits)
				stop()
				if len(answered) != 3 || answered[2] != 3 {
					t.Errorf("answered: %d", answered)
				}
			})
		})
	}
}

func TestTheEndOfRunDrainsWhatWasSubmitted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newMemDisk()
		l := MustOpen(t, Options{Dir: "/log", disk: d, QueueRecords: 10})
		answers := 0
		for n := range 10 {
			MustOK(t, l.Submit(t.Context(), sample(n), func(r Record, err error) {
				if answers++; err != nil || r.Position != uint64(n+1) {
					t.Errorf("%d: %+v, %v", n, r, err)
				}
			}))
		}
		waits := make(chan error)
		go func() {
			waits <- l.Submit(context.Background(), sample(11), func(_ Record, err error) { answers++ })
		}()
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		MustOK(t, l.Run(ctx))
		// Who waited for room was refused, and not answered a second time.
		if err := <-waits; fault.CodeOf(err) != fault.Unavailable || answers != 10 {
			t.Errorf("%v, %d answers", err, answers)
		}
		if err := l.Submit(t.Context(), sample(12), nil); fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("Submit after the end: %v", err)
		}
		if _, err := l.Append(t.Context(), sample(12)); fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("Append after the end: %v", err)
		}
		if _, last := MustOpen(t, Options{Dir: "/log", disk: d}).Bounds(); last != 10 {
			t.Errorf("%d records are kept", last)
		}
	})
}

func TestAppendGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	l := MustOpen(t, Options{Dir: t.TempDir()})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Append(ctx, sample(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	MustRun(t, l) // it became part of the log all the same, as documented
	if r := MustAppend(t, l, sample(2)); r.Position != 2 {
		t.Errorf("the next is at %d", r.Position)
	}
}
