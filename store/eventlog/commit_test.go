package eventlog

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A sync takes 4 ms on this disk.
func TestGroupCommit(t *testing.T) {
	t.Parallel()
	const took = 4 * time.Millisecond
	synctest.Test(t, func(t *testing.T) {
		d := newMemDisk()
		l := MustOpen(t, Options{Dir: "/log", disk: d, Sync: 10 * time.Millisecond})
		d.inject(func(op, _ string, _ int) (int, error) {
			if op == "sync" {
				time.Sleep(took)
			}
			return 0, nil
		})
		MustRun(t, l)
		took1 := func() time.Duration {
			start := time.Now()
			MustAppend(t, l, sample(1))
			return time.Since(start)
		}
		time.Sleep(time.Second)
		if d := took1(); d != took {
			t.Errorf("a lone record on an idle disk took %s", d)
		}
		if d := took1(); d != 2*took {
			t.Errorf("a record right behind a sync took %s", d)
		}
		// Steady traffic: no record waits longer than Sync for its sync to
		// begin and end, plus the sync that runs when it comes.
		before := l.Stats()
		var pending sync.WaitGroup
		for range 500 {
			pending.Add(1)
			start := time.Now()
			MustOK(t, l.Submit(t.Context(), sample(1), func(Record, error) {
				defer pending.Done()
				if d := time.Since(start); d > 10*time.Millisecond+took {
					t.Errorf("a record of many took %s", d)
				}
			}))
			time.Sleep(time.Millisecond)
		}
		pending.Wait()
		s := l.Stats()
		if n := s.Syncs - before.Syncs; n < 50 || n > 80 || s.Appended-before.Appended != 500 {
			t.Errorf("%d records in %d syncs", s.Appended-before.Appended, n)
		}
		if s.SyncTime != time.Duration(s.Syncs)*took {
			t.Errorf("%d syncs took %s", s.Syncs, s.SyncTime)
		}
	})
}

func TestMuchThatHasGatheredIsWrittenAtOnceAndInOneCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newMemDisk()
		l := MustOpen(t, Options{Dir: "/log", disk: d, Sync: time.Second, MaxBytes: 1 << 30})
		var writes []int
		d.inject(func(op, _ string, size int) (int, error) {
			switch op {
			case "write":
				writes = append(writes, size)
			case "sync":
				time.Sleep(400 * time.Millisecond)
			}
			return 0, nil
		})
		MustRun(t, l)
		MustAppend(t, l, sample(1)) // from now on the disk was busy
		start := time.Now()
		var pending sync.WaitGroup
		pending.Add(20)
		for range 20 {
			MustOK(t, l.Submit(t.Context(), Record{Payload: make([]byte, 100<<10)}, func(Record, error) { pending.Done() }))
		}
		time.Sleep(401 * time.Millisecond)
		if _, last := l.Bounds(); last < 11 {
			t.Errorf("the first MiB was not synced at once: the log ends at %d", last)
		}
		pending.Wait()
		if d := time.Since(start); d > time.Second {
			t.Errorf("2 MB took %s", d)
		}
		if len(writes) > 3 {
			t.Errorf("written in pieces of %d", writes)
		}
	})
}
