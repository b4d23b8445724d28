package eventlog

import (
	"strings"
	"testing"
	"testing/synctest"
)

func TestTrimDropsWholeSegmentsThatAreReadAndNoOther(t *testing.T) {
	t.Parallel()
	opts, want := smallLog(t, 40)
	l := MustOpen(t, opts)
	var firsts []uint64
	for _, s := range l.segments {
		firsts = append(firsts, s.first)
	}
	for through := range uint64(40) {
		MustOK(t, l.Trim(through))
		first, last := l.Bounds()
		expect := firsts[0]
		for _, f := range firsts {
			if f <= through+1 {
				expect = f
			}
		}
		if first != expect || last != 40 {
			t.Fatalf("trimmed through %d: %d to %d, want %d", through, first, last, expect)
		}
		if n := len(segmentsOf(opts.disk)); n != l.Stats().Segments {
			t.Fatalf("%d files, %d segments", n, l.Stats().Segments)
		}
	}
	first, _ := l.Bounds()
	got, _ := MustReadAll(t, l, first-1)
	wantRecords(t, got, want[first-1:])
	bytes := int64(0)
	for _, path := range segmentsOf(opts.disk) {
		bytes += int64(len(contentOf(opts, path)))
	}
	if s := l.Stats(); s.Bytes != bytes {
		t.Errorf("%d bytes counted, %d there", s.Bytes, bytes)
	}
}

func TestTheLastSegmentIsRotatedWhenItIsReadAndLarge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newMemDisk()
		opts := Options{Dir: "/log", disk: d, SegmentBytes: 4 << 10, MaxBytes: 1 << 20}
		l := MustOpen(t, opts)
		stop := MustRun(t, l)
		appendAll(t, l, 5)
		MustOK(t, l.Trim(5))
		synctest.Wait()
		if first, last := l.Bounds(); first != 1 || last != 5 {
			t.Errorf("a small segment was given up: %d to %d", first, last)
		}
		appendAll(t, l, 10)
		MustOK(t, l.Trim(14)) // not read to its end
		synctest.Wait()
		if first, _ := l.Bounds(); first != 1 {
			t.Errorf("a segment that is not read was given up: %d", first)
		}
		MustOK(t, l.Trim(15))
		synctest.Wait()
		if first, last := l.Bounds(); first != 16 || last != 15 || len(segmentsOf(d)) != 1 {
			t.Errorf("%d to %d in %s", first, last, segmentsOf(d))
		}
		r := l.NewReader(15)
		want := MustAppend(t, l, sample(1))
		wantRecords(t, MustRead(t, r, 1, 0, 0).Records, []Record{want})
		stop()
		MustOK(t, l.Trim(16))
		l = MustOpen(t, opts)
		if first, last := l.Bounds(); first != 16 || last != 16 {
			t.Errorf("after the restart %d to %d", first, last)
		}
	})
}

func TestASegmentThatCannotBeDeletedStaysInTheLog(t *testing.T) {
	t.Parallel()
	opts, want := smallLog(t, 20)
	d := opts.disk.(*memDisk)
	l := MustOpen(t, opts)
	tr := newTrouble(d)
	tr.set("remove", errIO)
	if err := l.Trim(20); err == nil || !strings.Contains(err.Error(), "trim event log") {
		t.Errorf("%v", err)
	}
	got, _ := MustReadAll(t, l, 0)
	wantRecords(t, got, want)
	tr.set("remove", nil)
	MustOK(t, l.Trim(20))
	if n := len(segmentsOf(d)); n != 1 {
		t.Errorf("%d segments", n)
	}
}
