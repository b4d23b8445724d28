package eventlog

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"overlord/store/fault"
)

func TestASegmentThatIsDeletedUnderARunningLogIsMissing(t *testing.T) {
	t.Parallel()
	opts, want, paths := MustSegments(t)
	l := MustOpen(t, opts)
	MustRun(t, l)
	MustOK(t, os.Remove(paths[1]))
	r := l.NewReader(firstOf(t, paths[1]))
	b := MustRead(t, r, 1, 0, 0)
	if len(b.Corrupt) != 1 || b.Corrupt[0].Position != firstOf(t, paths[1])+1 || b.Corrupt[0].Last != firstOf(t, paths[2])-1 || b.Corrupt[0].Raw != nil {
		t.Errorf("%+v", b)
	}
	got, corrupt := MustReadAll(t, l, 0)
	if lost := wantAllBut(t, "without the second", got, corrupt, want); len(lost) != int(firstOf(t, paths[2])-firstOf(t, paths[1])) {
		t.Errorf("lost %d", lost)
	}
}

func TestSeek(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: t.TempDir(), MaxBytes: 16 << 20, SegmentBytes: 1 << 20}
	l := MustOpen(t, opts)
	stop := MustRun(t, l)
	want := appendAll(t, l, 30_000) // with an index of many entries
	check := func(l *Log) {
		r := l.NewReader(0)
		defer r.Close()
		for _, after := range []uint64{0, 29_999, 1, 15_000, 14_999, 15_001, 3, 29_000, 2_222, 12_345} {
			r.Seek(after)
			wantRecords(t, MustRead(t, r, 5, 0, 0).Records, want[after:min(after+5, 30_000)])
		}
	}
	check(l)
	stop()
	l = MustOpen(t, opts)
	check(l)
	for _, s := range l.segments[:len(l.segments)-1] {
		if n := len(s.index); n < int(s.size)/indexEvery-1 || n > int(s.size)/indexEvery+1 {
			t.Errorf("a segment of %d bytes has %d index entries", s.size, n)
		}
	}
}

// appendAll submits n records and waits for them all.
func appendAll(tb testing.TB, l *Log, n int) []Record {
	tb.Helper()
	var pending sync.WaitGroup
	pending.Add(n)
	var records []Record
	for i := range n {
		err := l.Submit(context.Background(), sample(i), func(r Record, err error) {
			if err != nil {
				tb.Error(err)
			}
			records = append(records, r)
			pending.Done()
		})
		MustOK(tb, err)
	}
	pending.Wait()
	return records
}

func TestAReaderPastTheEndWaitsThere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := MustOpen(t, Options{Dir: "/log", disk: newMemDisk()})
		MustRun(t, l)
		got := make(chan Batch)
		go func() { got <- MustRead(t, l.NewReader(3), 1, 0, 0) }()
		for n := range 4 {
			MustAppend(t, l, sample(n))
		}
		if b := <-got; len(b.Records) != 1 || b.Records[0].Position != 4 {
			t.Errorf("%+v", b)
		}
	})
}

func TestReadersOfARunningLogSeeEveryRecordOnce(t *testing.T) {
	t.Parallel()
	const n = 20_000
	l := MustOpen(t, Options{Dir: t.TempDir(), MaxBytes: 64 << 20, SegmentBytes: 64 << 10})
	MustRun(t, l)
	var readers sync.WaitGroup
	for k := range 3 {
		readers.Go(func() {
			r := l.NewReader(0)
			defer r.Close()
			for next := uint64(1); next <= n; {
				b, err := r.Read(soon(t), 100*(k+1), 0, 0)
				if err != nil || len(b.Corrupt) > 0 {
					t.Errorf("%v, %+v", err, b.Corrupt)
					return
				}
				for _, got := range b.Records {
					if got.Position != next || string(got.Payload) != string(sample(int(next-1)).Payload) {
						t.Errorf("reader %d: position %d with %s, want %d", k, got.Position, got.Payload, next)
						return
					}
					next++
				}
			}
		})
	}
	appendAll(t, l, n)
	readers.Wait()
}

func TestAReaderOfTrimmedRecordsIsTold(t *testing.T) {
	t.Parallel()
	opts, want := smallLog(t, 20)
	l := MustOpen(t, opts)
	r, fresh := l.NewReader(0), l.NewReader(0)
	MustRead(t, r, 1, 0, 0) // has the segment open
	through := l.segments[2].first - 1
	MustOK(t, l.Trim(through))
	for name, r := range map[string]*Reader{"in the middle": r, "at the begin": fresh} {
		_, err := r.Read(soon(t), 10, 0, 0)
		if fault.CodeOf(err) != fault.NotFound {
			t.Fatalf("%s: %v", name, err)
		}
		r.Seek(through)
		wantRecords(t, MustRead(t, r, 100, 0, 0).Records, want[through:])
	}
}

func TestTrimmingUnderReadersIsSafe(t *testing.T) {
	t.Parallel()
	const n = 20_000
	l := MustOpen(t, Options{Dir: t.TempDir(), MaxBytes: 64 << 20, SegmentBytes: 16 << 10})
	MustRun(t, l)
	ctx, cancel := context.WithCancel(t.Context())
	var others sync.WaitGroup
	others.Go(func() { // trails far behind and finds its place trimmed, again and again
		r := l.NewReader(0)
		defer r.Close()
		for ctx.Err() == nil {
			b, err := r.Read(ctx, 3, 0, 0)
			if fault.CodeOf(err) == fault.NotFound {
				first, _ := l.Bounds()
				r.Seek(first - 1)
			} else if len(b.Corrupt) > 0 || err != nil && ctx.Err() == nil {
				t.Errorf("%v, %+v", err, b.Corrupt)
			}
		}
	})
	others.Go(func() { appendAll(t, l, n) })
	r := l.NewReader(0)
	for through := uint64(0); through < n; {
		b := MustRead(t, r, 500, 0, 0)
		if b.Records[0].Position != through+1 || len(b.Corrupt) > 0 {
			t.Fatalf("after %d: %d, %+v", through, b.Records[0].Position, b.Corrupt)
		}
		through = b.Through
		MustOK(t, l.Trim(through))
	}
	cancel()
	others.Wait()
	if s := l.Stats(); s.Segments > 2 || s.Corrupt > 0 {
		t.Errorf("%+v", s)
	}
}

func TestAReaderRetriesADiskThatCannotBeReadAndThenGoesOnWithoutTheRecords(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: "/log", MaxBytes: 8 << 20, disk: newMemDisk()}
	l := MustOpen(t, opts)
	MustRun(t, l)
	want := appendAll(t, l, 400)
	bad := func(from, to int) func(string, string, int) (int, error) {
		return func(op, _ string, off int) (int, error) {
			if op == "read" && off < to && off >= from {
				return 0, errIO
			}
			return 0, nil
		}
	}
	d := opts.disk.(*memDisk)
	r := l.NewReader(0)
	d.inject(bad(0, 1<<20))
	if b, err := r.Read(soon(t), 1000, 0, 0); fault.CodeOf(err) != fault.Unavailable || b.Through != 0 {
		t.Fatalf("%+v, %v", b, err)
	}
	d.inject(nil)
	wantRecords(t, MustRead(t, r, 1000, 0, 0).Records, want)

	d.inject(bad(0, 2*blockBytes))
	r.Seek(0)
	var errs int
	var got Batch
	for err := errors.New("none yet"); err != nil; errs++ {
		got, err = r.Read(soon(t), 1000, 0, 0)
	}
	lost := wantAllBut(t, "a bad block", got.Records, got.Corrupt, want)
	if errs-1 != patience || len(lost) == 0 || len(lost) > 2*blockBytes/80 || !slices.IsSorted(lost) {
		t.Errorf("%d errors, %d records lost", errs-1, len(lost))
	}
	if c := got.Corrupt[0]; c.Reason != unread+", and its bytes cannot be read" && c.Reason != unread {
		t.Errorf("the reason is %q", c.Reason)
	}
}
