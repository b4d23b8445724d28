package eventlog

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"overlord/store/fault"
)

func TestAFailureRefusesItsBatchAndTheNextOneIsTaken(t *testing.T) {
	t.Parallel()
	cases := []struct {
		op   string
		err  error
		code fault.Code
		text string
	}{
		{"write", unix.EIO, fault.Unavailable, "the event log cannot be written"},
		{"sync", unix.EIO, fault.Unavailable, "the event log cannot be written"},
		{"write", unix.ENOSPC, fault.Overloaded, "event log is full: there is no room on the disk"},
		{"sync", unix.EDQUOT, fault.Overloaded, "event log is full: there is no room on the disk"},
		{"write", unix.EFBIG, fault.Overloaded, "event log is full"},
	}
	for _, c := range cases {
		for _, short := range []int{0, 1, headBytes, 100, 150} {
			t.Run(fmt.Sprint(c.op, c.err, short), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { oneFailure(t, c.op, c.err, c.code, c.text, short) })
			})
		}
	}
}

func oneFailure(t *testing.T, op string, cause error, code fault.Code, text string, short int) {
	d := newMemDisk()
	opts := Options{Dir: "/log", disk: d, MaxBytes: 1 << 20}
	l := MustOpen(t, opts)
	stop := MustRun(t, l)
	want := appendAll(t, l, 2)
	path := segmentsOf(d)[0]
	tr := newTrouble(d)
	tr.short, tr.gate = short, make(chan struct{})
	gate := tr.gate
	r := l.NewReader(3)
	// While the third is being written the next two gather; they fail.
	MustOK(t, l.Submit(t.Context(), sample(3), func(r Record, err error) {
		if err != nil {
			t.Error(err)
		}
		want = append(want, r)
		tr.set(op, cause)
	}))
	synctest.Wait()
	var errs []error
	for n := range 2 {
		MustOK(t, l.Submit(t.Context(), sample(50+n), func(r Record, err error) {
			if r.Position != 0 {
				t.Errorf("a refused record has position %d", r.Position)
			}
			errs = append(errs, err)
			tr.set(op, nil)
		}))
	}
	close(gate)
	synctest.Wait()
	synced := l.Stats().Bytes - preludeBytes // of the segment that the repair began
	for _, err := range errs {
		if fault.CodeOf(err) != code || !strings.Contains(err.Error(), text) || !errors.Is(err, cause) {
			t.Errorf("refused with %v", err)
		}
	}
	if len(errs) != 2 {
		t.Fatalf("%d answers", len(errs))
	}
	if s := l.Stats(); s.WriteErrors != 1 || s.Refused != 2 || s.Appended != 3 {
		t.Errorf("%+v", s)
	}
	start := time.Now()
	want = append(want, MustAppend(t, l, sample(60)))
	if d := time.Since(start); d > 0 {
		t.Errorf("the next record waited %s", d)
	}
	if size := int64(len(contentOf(opts, path))); size != synced {
		t.Errorf("the segment was left with %d bytes, %d were synced", size, synced)
	}
	if s := l.Stats(); s.Failing != "" || s.Full || s.Segments != 2 || s.Last != 4 {
		t.Errorf("after the repair: %+v", s)
	}
	wantRecords(t, MustRead(t, r, 10, 0, 0).Records, want[3:])
	stop()
	got, corrupt := MustReadAll(t, MustOpen(t, opts), 0)
	wantRecords(t, got, want)
	if len(corrupt) > 0 {
		t.Errorf("%+v", corrupt)
	}
}

func TestALogWhoseRepairFailsRefusesAndRetriesLessAndLess(t *testing.T) {
	t.Parallel()
	for _, op := range []string{"open", "truncate", "sync", "read", "create", "rename", "syncdir"} {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { longOutage(t, op) })
		})
	}
}

func longOutage(t *testing.T, op string) {
	d := newMemDisk()
	opts := Options{Dir: "/log", disk: d, MaxBytes: 1 << 20}
	l := MustOpen(t, opts)
	stop := MustRun(t, l)
	want := appendAll(t, l, 3)
	tr := newTrouble(d)
	tr.short = 70
	tr.set("write", errIO)
	tr.set(op, errIO)
	for range 200 { // 20 s with ten records a second
		if _, err := l.Append(t.Context(), sample(50)); fault.CodeOf(err) != fault.Unavailable {
			t.Fatalf("%v", err)
		}
		if s := l.Stats(); s.Failing == "" || s.Last != 3 {
			t.Fatalf("%+v", s)
		}
		time.Sleep(100 * time.Millisecond)
	}
	if n := tr.asked(op); op != "read" && n > 16 {
		t.Errorf("%s was tried %d times in 20 s", op, n)
	}
	tr.set("write", nil)
	tr.set(op, nil)
	time.Sleep(maxBackOff + firstBackOff) // it recovers with nobody asking
	if s := l.Stats(); s.Failing != "" {
		if op != "read" { // what cannot be read is set aside, the log goes on
			t.Errorf("still failing: %s", s.Failing)
		}
	}
	want = append(want, MustAppend(t, l, sample(60)))
	stop()
	l = MustOpen(t, opts)
	got, _ := MustReadAll(t, l, 0)
	wantRecords(t, got, want)
	if n := len(segmentsOf(d)); n > 2 {
		t.Errorf("%d segments", n)
	}
}

func TestRepeatedFailuresAreOneTrouble(t *testing.T) {
	t.Parallel()
	var o outage
	now := time.Unix(1e9, 0)
	var delays []time.Duration
	for range 10 {
		o.strike(now)
		delays = append(delays, o.retryAt.Sub(now))
		now = o.retryAt.Add(time.Millisecond)
	}
	want := []time.Duration{0, 50e6, 100e6, 200e6, 400e6, 800e6, 1600e6, 3200e6, 5e9, 5e9}
	if !slices.Equal(delays, want) {
		t.Errorf("%s", delays)
	}
	now = now.Add(sameTrouble + time.Second)
	if o.strike(now); o.retryAt != now {
		t.Errorf("after a quiet time the first retry waits %s", o.retryAt.Sub(now))
	}
}

func TestAcceptedRecordsThatTheDiskLostAreSetAsideByTheRepair(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newMemDisk()
		opts := Options{Dir: "/log", disk: d, MaxBytes: 1 << 20}
		l := MustOpen(t, opts)
		MustRun(t, l)
		want := appendAll(t, l, 6)
		path := segmentsOf(d)[0]
		d.flip(path, preludeBytes+2*int(frameBytes(&want[0])))
		tr := newTrouble(d)
		tr.set("sync", errIO)
		if _, err := l.Append(t.Context(), sample(9)); err == nil {
			t.Fatal("accepted without a sync")
		}
		tr.set("sync", nil)
		time.Sleep(maxBackOff)
		if s := l.Stats(); s.Corrupt != 1 || s.Failing != "" {
			t.Errorf("%+v", s)
		}
		want = append(want, MustAppend(t, l, sample(10)))
		got, corrupt := MustReadAll(t, l, 0)
		if lost := wantAllBut(t, "after the repair", got, corrupt, want); len(lost) != 1 {
			t.Errorf("lost %d", lost)
		}
	})
}

func TestARepairOfASegmentThatSomebodyDeletedBeginsANewOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newMemDisk()
		opts := Options{Dir: "/log", disk: d, MaxBytes: 1 << 20}
		l := MustOpen(t, opts)
		MustRun(t, l)
		appendAll(t, l, 3)
		MustOK(t, d.Remove(segmentsOf(d)[0]))
		tr := newTrouble(d)
		tr.set("sync", errIO)
		if _, err := l.Append(t.Context(), sample(9)); err == nil {
			t.Fatal("accepted without a sync")
		}
		tr.set("sync", nil)
		time.Sleep(maxBackOff)
		want := MustAppend(t, l, sample(10))
		got, corrupt := MustReadAll(t, l, 0)
		if wantRecords(t, got, []Record{want}); want.Position != 4 || len(corrupt) != 1 || corrupt[0].Count() != 3 {
			t.Errorf("%+v, %+v", want, corrupt)
		}
		if s := l.Stats(); s.Corrupt != 3 || s.Failing != "" {
			t.Errorf("%+v", s)
		}
	})
}

func TestWhenNoSegmentCanBeMadeTheCurrentOneGrowsOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newMemDisk()
		opts := Options{Dir: "/log", disk: d, MaxBytes: 1 << 20, SegmentBytes: 512}
		l := MustOpen(t, opts)
		stop := MustRun(t, l)
		tr := newTrouble(d)
		tr.set("create", unix.EMFILE)
		want := appendAll(t, l, 30)
		if n := len(segmentsOf(d)); n != 1 {
			t.Errorf("%d segments", n)
		}
		tr.set("create", nil)
		want = append(want, MustAppend(t, l, sample(31)))
		if n := len(segmentsOf(d)); n != 2 {
			t.Errorf("%d segments when they can be made again", n)
		}
		stop()
		got, _ := MustReadAll(t, MustOpen(t, opts), 0)
		wantRecords(t, got, want)
	})
}

func TestALogThatCannotBeRepairedStillEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newMemDisk()
		l := MustOpen(t, Options{Dir: "/log", disk: d})
		stop := MustRun(t, l)
		want := appendAll(t, l, 2)
		tr := newTrouble(d)
		tr.set("sync", errIO)
		if _, err := l.Append(t.Context(), sample(3)); err == nil {
			t.Fatal("accepted without a sync")
		}
		stop()
		d.inject(nil)
		got, _ := MustReadAll(t, MustOpen(t, Options{Dir: "/log", disk: d}), 0)
		wantRecords(t, got[:2], want)
	})
}
