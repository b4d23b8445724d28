package eventlog

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"overlord/store/fault"
)

func TestALogAtItsBoundRefusesAndGoesOnWhenItIsTrimmed(t *testing.T) {
	t.Parallel()
	const bound = 8 << 10
	l := MustOpen(t, Options{Dir: t.TempDir(), MaxBytes: bound})
	MustRun(t, l)
	var want []Record
	fill := func() {
		for n := 0; ; n++ {
			r, err := l.Append(t.Context(), sample(n))
			if err == nil {
				want = append(want, r)
				continue
			}
			if fault.CodeOf(err) != fault.Overloaded || !strings.HasPrefix(err.Error(), "event log is full: it holds ") {
				t.Fatalf("refused with %v", err)
			}
			break
		}
		if s := l.Stats(); s.Bytes > bound || s.Bytes < bound*9/10 || !s.Full || s.Failing != "" {
			t.Fatalf("%+v", s)
		}
	}
	fill()
	got, _ := MustReadAll(t, l, 0)
	wantRecords(t, got, want)
	for range 5 {
		MustOK(t, l.Trim(uint64(len(want))/2+l.segments[0].first/2))
		if s := l.Stats(); s.Full {
			t.Errorf("trimmed and still full: %+v", s)
		}
		fill()
	}
	if len(want) < 100 {
		t.Errorf("only %d records", len(want))
	}
	first, _ := l.Bounds()
	got, _ = MustReadAll(t, l, first-1)
	wantRecords(t, got, want[first-1:])
}

func TestOnlyWhatDoesNotFitIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := MustOpen(t, Options{Dir: "/log", disk: newMemDisk(), MaxBytes: 8 << 10})
		type answer struct {
			position uint64
			err      error
		}
		var answers []answer
		for _, size := range []int{2000, 5000, 2000, 10} { // the last two fit without the second or after it
			MustOK(t, l.Submit(t.Context(), Record{Payload: make([]byte, size)}, func(r Record, err error) {
				answers = append(answers, answer{r.Position, err})
			}))
		}
		MustRun(t, l)
		synctest.Wait()
		for i, position := range []uint64{1, 2, 0, 3} {
			a := answers[i]
			if a.position != position || (a.err == nil) != (position > 0) {
				t.Errorf("record %d: position %d, %v", i, a.position, a.err)
			}
		}
	})
}

func TestTheDatabasesPartOfTheDiskStaysFree(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newMemDisk()
		l := MustOpen(t, Options{Dir: "/log", disk: d, MinFree: 1 << 20})
		MustRun(t, l)
		MustAppend(t, l, sample(1))
		for _, free := range []int64{1<<20 + 100, 1 << 20, 1000, 1} {
			d.setFree(free)
			_, err := l.Append(t.Context(), Record{Payload: make([]byte, 200)})
			if fault.CodeOf(err) != fault.Overloaded || !strings.Contains(err.Error(), "event log is full: the disk has ") {
				t.Errorf("%d bytes free: %v", free, err)
			}
			if !l.Stats().Full {
				t.Error("the log does not say that it is full")
			}
		}
		d.setFree(1<<20 + 1000)
		if r := MustAppend(t, l, sample(2)); r.Position != 2 || l.Stats().Full || l.Stats().WriteErrors != 0 {
			t.Errorf("%+v, %+v", r, l.Stats())
		}
	})
}

// setFree sets what Free answers.
func (d *memDisk) setFree(n int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.free = n
}

func TestTheSizeOfTheDiskBoundsWhatIsKeptFree(t *testing.T) {
	t.Parallel()
	free, total, err := osDisk{}.Free(t.TempDir())
	if err != nil || free <= 0 || total < free {
		t.Fatalf("%d of %d, %v", free, total, err)
	}
	d := newMemDisk() // of 1 TiB
	l := MustOpen(t, Options{Dir: "/log", disk: d, MinFree: 0})
	l.opts.MinFree = 0
	d.setFree(DefaultMinFree + 500)
	if room, err := l.room(); room != 500 || !strings.Contains(err.Error(), "64.0 MiB are kept free") {
		t.Errorf("room for %d; %v", room, err)
	}
}

func TestSizesForPeople(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: "0 bytes", 1 << 20: "1.0 MiB", 4 << 30: "4.0 GiB", 1000: "1000 bytes", 3<<29 + 5: "1.5 GiB"} {
		if got := bytesText(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestALogWithoutSpaceForANewSegmentWaitsForIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newMemDisk()
		l := MustOpen(t, Options{Dir: "/log", disk: d, MaxBytes: 1 << 20, SegmentBytes: 512})
		MustRun(t, l)
		want := appendAll(t, l, 4)
		tr := newTrouble(d)
		tr.set("syncdir", errIO) // the new segment may be there or not
		if _, err := l.Append(t.Context(), Record{Payload: make([]byte, 400)}); fault.CodeOf(err) != fault.Unavailable {
			t.Fatalf("%v", err)
		}
		tr.set("syncdir", nil)
		time.Sleep(maxBackOff)
		want = append(want, appendAll(t, l, 9)...)
		got, corrupt := MustReadAll(t, l, 0)
		wantRecords(t, got, want)
		if len(corrupt) > 0 {
			t.Errorf("%+v", corrupt)
		}
	})
}
