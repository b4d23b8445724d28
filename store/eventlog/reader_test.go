package eventlog

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"overlord/store/fault"
)

// MustRead reads a batch.
func MustRead(tb testing.TB, r *Reader, maxRecords int, maxBytes int64, wait time.Duration) Batch {
	tb.Helper()
	b, err := r.Read(soon(tb), maxRecords, maxBytes, wait)
	MustOK(tb, err)
	return b
}

func TestReadIsBoundedByRecordsAndBytes(t *testing.T) {
	t.Parallel()
	opts, want := smallLog(t, 20)
	l := MustOpen(t, opts)
	size := func(r Record) int64 { return frameBytes(&r) - headBytes }
	for _, n := range []int{1, 3, 7, 20, 50} {
		r := l.NewReader(0)
		var got []Record
		for len(got) < len(want) {
			b := MustRead(t, r, n, 0, 0)
			if len(b.Records) != min(n, len(want)-len(got)) {
				t.Fatalf("max %d records: got %d", n, len(b.Records))
			}
			got = append(got, b.Records...)
		}
		wantRecords(t, got, want)
	}
	for _, most := range []int64{1, 100, 250, 1 << 20} {
		r := l.NewReader(0)
		var got []Record
		for len(got) < len(want) {
			b := MustRead(t, r, 0, most, 0)
			var bytes int64
			for _, record := range b.Records {
				bytes += size(record)
			}
			next := len(got) + len(b.Records)
			if bytes > most && len(b.Records) > 1 {
				t.Fatalf("max %d bytes: got %d in %d records", most, bytes, len(b.Records))
			}
			if next < len(want) && bytes+size(want[next]) <= most {
				t.Fatalf("max %d bytes: only %d in %d records", most, bytes, len(b.Records))
			}
			got = append(got, b.Records...)
		}
		wantRecords(t, got, want)
	}
}

func TestReadGathersUntilTheWaitIsOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := MustOpen(t, Options{Dir: "/log", disk: newMemDisk()})
		MustRun(t, l)
		r := l.NewReader(0)
		start := time.Now()
		go func() {
			for n := range 10 {
				time.Sleep(40 * time.Millisecond)
				MustAppend(t, l, sample(n))
			}
		}()
		// The first comes at 40 ms; what comes up to 250 ms later belongs to it.
		b := MustRead(t, r, 100, 0, 250*time.Millisecond)
		if took := time.Since(start); len(b.Records) != 7 || took != 290*time.Millisecond {
			t.Errorf("%d records after %s", len(b.Records), took)
		}
		b = MustRead(t, r, 2, 0, time.Hour)
		if took := time.Since(start); len(b.Records) != 2 || took != 360*time.Millisecond {
			t.Errorf("then %d records after %s", len(b.Records), took)
		}
		time.Sleep(time.Second) // the last has been there for long: it waits no more
		start = time.Now()
		b = MustRead(t, r, 2, 0, 250*time.Millisecond)
		if took := time.Since(start); len(b.Records) != 1 || took != 0 {
			t.Errorf("at last %d records after %s", len(b.Records), took)
		}
	})
}

func TestABatchThatIsFullByBytesDoesNotWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := MustOpen(t, Options{Dir: "/log", disk: newMemDisk()})
		MustRun(t, l)
		want := appendAll(t, l, 3)
		r, start := l.NewReader(0), time.Now()
		for _, w := range want[:2] { // two do not fit into one
			wantRecords(t, MustRead(t, r, 100, frameBytes(&w), time.Hour).Records, []Record{w})
		}
		if d := time.Since(start); d > 0 {
			t.Errorf("waited %s", d)
		}
		if b := MustRead(t, r, 100, 1000, time.Second); len(b.Records) != 1 || time.Since(start) != time.Second {
			t.Errorf("%d records after %s", len(b.Records), time.Since(start))
		}
	})
}

func TestReadBlocksUntilItsContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := MustOpen(t, Options{Dir: "/log", disk: newMemDisk()})
		MustRun(t, l)
		r := l.NewReader(0)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		if b, err := r.Read(ctx, 10, 0, 0); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute || b.Through != 0 {
			t.Errorf("%+v, %v after %s", b, err, time.Since(start))
		}
		// What was gathered when the context ends is given.
		MustAppend(t, l, sample(1))
		ctx, cancel = context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if b, err := r.Read(ctx, 10, 0, time.Hour); err != nil || len(b.Records) != 1 {
			t.Errorf("%+v, %v", b, err)
		}
		if _, err := r.Read(ctx, 10, 0, time.Hour); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("then %v", err)
		}
	})
}

func TestAReaderGetsWhatIsLeftAfterTheEndAndThenItsError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := MustOpen(t, Options{Dir: "/log", disk: newMemDisk()})
		stop := MustRun(t, l)
		r := l.NewReader(0)
		want := []Record{MustAppend(t, l, sample(1)), MustAppend(t, l, sample(2))}
		waits := l.NewReader(2)
		ended := make(chan error)
		go func() {
			_, err := waits.Read(context.Background(), 1, 0, 0)
			ended <- err
		}()
		synctest.Wait()
		stop()
		if err := <-ended; fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("who waited was told %v", err)
		}
		wantRecords(t, MustRead(t, r, 10, 0, time.Hour).Records, want)
		if _, err := r.Read(t.Context(), 10, 0, 0); fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("then %v", err)
		}
	})
}

func TestPayloadsSurviveTheBatchesAfterThem(t *testing.T) {
	t.Parallel()
	opts, want := smallLog(t, 20)
	l := MustOpen(t, opts)
	r := l.NewReader(0)
	var kept []Record
	for range want {
		kept = append(kept, MustRead(t, r, 1, 0, 0).Records...)
	}
	wantRecords(t, kept, want)
	kept[3].Payload = append(kept[3].Payload, "more"...) // must not write into the next one
	if string(kept[4].Payload) != string(want[4].Payload) {
		t.Errorf("appending to a payload changed the next: %s", kept[4].Payload)
	}
}

func TestInternedTextsAreBounded(t *testing.T) {
	t.Parallel()
	var in interned
	for n := range 3 * maxInterned {
		if s := in.text(fmt.Append(nil, n)); s != fmt.Sprint(n) {
			t.Fatalf("%d became %q", n, s)
		}
	}
	if len(in) > maxInterned {
		t.Errorf("%d texts are kept", len(in))
	}
}
