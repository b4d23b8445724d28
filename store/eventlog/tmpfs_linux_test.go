package eventlog

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"overlord/store/fault"
)

// MustTinyDisk mounts a disk of 1 MiB. Where that is not allowed the test of the
// child with small files is what tells of full disks.
func MustTinyDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=1m")
	if errors.Is(err, unix.EPERM) {
		t.Skip("only root may mount a tiny disk")
	}
	MustOK(t, err)
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestARealFullDiskIsSurvived(t *testing.T) {
	t.Parallel()
	disk := MustTinyDisk(t)
	opts := Options{Dir: filepath.Join(disk, "log"), MaxBytes: 1 << 30, SegmentBytes: 100_000, MinFree: -1}
	l := MustOpen(t, opts)
	stop := MustRun(t, l)
	ballast := filepath.Join(disk, "ballast")
	MustWriteFile(t, ballast, make([]byte, 400<<10))
	var want []Record
	fill := func() {
		for refused := 0; refused < 5; {
			r, err := l.Append(t.Context(), Record{Payload: []byte(strings.Repeat("z", 3000))})
			if err == nil {
				want = append(want, r)
				continue
			}
			if refused++; fault.CodeOf(err) != fault.Overloaded || !strings.Contains(err.Error(), "event log is full") {
				t.Fatalf("refused with %v", err)
			}
		}
	}
	fill()
	if !l.Stats().Full {
		t.Errorf("%+v", l.Stats())
	}
	full := len(want)
	wantWhole(t, l, want)
	MustOK(t, os.Remove(ballast)) // it goes on by itself
	want = append(want, eventually(t, l))
	fill()
	if len(want) < full+50 {
		t.Errorf("%d records before and %d after there was room again", full, len(want))
	}
	stop()
	l = MustOpen(t, opts) // a restart on the full disk
	stop = MustRun(t, l)
	wantWhole(t, l, want)
	MustOK(t, l.Trim(uint64(full)))
	want = append(want, eventually(t, l))
	stop()
	wantWhole(t, MustOpen(t, opts), want)
}

// wantWhole insists that what is kept of the log is what is kept of want.
func wantWhole(t *testing.T, l *Log, want []Record) {
	t.Helper()
	first, _ := l.Bounds()
	got, corrupt := MustReadAll(t, l, first-1)
	wantRecords(t, got, want[first-1:])
	if len(corrupt) > 0 {
		t.Fatalf("%+v", corrupt)
	}
}

// eventually appends as soon as the log takes it, in less than its longest
// pause.
func eventually(t *testing.T, l *Log) Record {
	t.Helper()
	for start := time.Now(); time.Since(start) < 2*maxBackOff; {
		r, err := l.Append(t.Context(), sample(1))
		if err == nil {
			return r
		}
		select {
		case <-time.After(firstBackOff):
		case <-t.Context().Done():
		}
	}
	t.Fatal("there is room, and the log does not go on")
	return Record{}
}

func TestTheLogLeavesARealDisksPartFree(t *testing.T) {
	t.Parallel()
	disk := MustTinyDisk(t)
	l := MustOpen(t, Options{Dir: filepath.Join(disk, "log"), MinFree: 500 << 10})
	MustRun(t, l)
	for {
		if _, err := l.Append(t.Context(), Record{Payload: make([]byte, 5000)}); err != nil {
			if fault.CodeOf(err) != fault.Overloaded {
				t.Errorf("%v", err)
			}
			break
		}
	}
	free, _, err := osDisk{}.Free(disk)
	MustOK(t, err)
	if free < 490<<10 || l.Stats().WriteErrors != 0 {
		t.Errorf("%d bytes are free; %+v", free, l.Stats())
	}
}
