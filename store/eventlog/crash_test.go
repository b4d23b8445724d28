package eventlog

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// develop opens what a crash left and checks that it is right: everything that
// was accepted is there, in order and once; what was refused is not; and the log
// goes on. It gives the records, and what a power failure leaves after they were
// read.
func develop(t *testing.T, what string, d *memDisk, i image, opts Options) (read []Record, after []*memDisk) {
	t.Helper()
	opts.disk = d
	l, err := Open(opts)
	if err != nil {
		t.Fatalf("%s: open: %v", what, err)
	}
	defer MustRun(t, l)()
	first, last := l.Bounds()
	if first > i.trimmed+1 || int(last) < len(i.acked) {
		t.Fatalf("%s: the log is %d to %d; trimmed up to %d, accepted up to %d", what, first, last, i.trimmed, len(i.acked))
	}
	got, corrupt := MustReadAll(t, l, first-1)
	for _, c := range corrupt {
		if c.Position <= uint64(len(i.acked)) {
			t.Fatalf("%s: position %d was accepted and is lost: %s", what, c.Position, c.Reason)
		}
	}
	want := i.acked[min(int(first-1), len(i.acked)):]
	if len(got) < len(want) {
		t.Fatalf("%s: %d records of %d", what, len(got), len(want))
	}
	wantRecords(t, got[:len(want)], want)
	for _, r := range i.refused {
		if slices.ContainsFunc(got, func(g Record) bool { return string(g.Payload) == string(r.Payload) }) {
			t.Fatalf("%s: a refused record came back: %s", what, r.Payload)
		}
	}
	random := rand.New(rand.NewPCG(3, last))
	for range 3 {
		after = append(after, d.unplugged(random))
	}
	return got, after
}

// goOn appends to what a crash left, and finds it all after a restart and after
// a power failure.
func goOn(t *testing.T, what string, d *memDisk, found []Record, opts Options) {
	t.Helper()
	opts.disk = d
	l := MustOpen(t, opts)
	stop := MustRun(t, l)
	_, last := l.Bounds()
	r := MustAppend(t, l, sample(99))
	if r.Position != last+1 {
		t.Fatalf("%s: appended at %d behind %d", what, r.Position, last)
	}
	after := []*memDisk{d}
	random := rand.New(rand.NewPCG(4, last))
	for range 3 {
		after = append(after, d.unplugged(random))
	}
	stop()
	for _, d := range after {
		opts.disk = d
		l := MustOpen(t, opts)
		first, _ := l.Bounds()
		got, _ := MustReadAll(t, l, first-1)
		wantRecords(t, got, append(found, r))
		l.Close()
	}
}

// unpack develops all that one image holds. What a process that was started
// after a kill has read must also survive a power failure after that.
func unpack(t *testing.T, n int, i image, opts Options) {
	t.Helper()
	what := fmt.Sprintf("killed before %d (%s)", n, i.op)
	read, after := develop(t, what, i.killed, i, opts)
	goOn(t, what, i.killed, read, opts)
	later := i
	later.acked = slices.Concat(i.acked[:i.firstOf(read)-1], read)
	for k, d := range after {
		develop(t, fmt.Sprintf("%s, power lost after it was read, variant %d", what, k), d, later, opts)
	}
	for k, d := range i.unplugged {
		what := fmt.Sprintf("power lost before %d (%s), variant %d", n, i.op, k)
		read, _ := develop(t, what, d, i, opts)
		goOn(t, what, d, read, opts)
	}
}

// firstOf is the position of the first of records.
func (i image) firstOf(records []Record) uint64 {
	if len(records) == 0 {
		return uint64(len(i.acked)) + 1
	}
	return records[0].Position
}

func TestACrashAtAnyMomentLosesNothingThatWasAccepted(t *testing.T) {
	t.Parallel()
	scripts := map[string]func(*camera){
		"appends": func(c *camera) {
			for n := range 8 {
				c.append(n)
			}
		},
		"appends and trims": func(c *camera) {
			for n := range 6 {
				c.append(3 + n)
				c.trim(uint64(len(c.acked) - 2))
			}
			c.trim(uint64(len(c.acked)))
			c.append(1)
		},
		"a sync fails": func(c *camera) {
			c.append(3)
			c.fail = failing("sync", 1, errIO)
			c.append(2)
			c.append(4)
			c.append(3)
		},
		"a write is short": func(c *camera) {
			c.append(3)
			c.fail = failing("write", 1, errIO)
			c.append(2)
			c.append(2)
		},
		"repairs fail too": func(c *camera) {
			c.append(3)
			c.fail = failing("sync", 4, errIO)
			for range 6 {
				c.append(2)
				time.Sleep(maxBackOff)
			}
			c.append(2)
		},
		"names cannot be synced": func(c *camera) {
			c.append(3)
			c.fail = failing("syncdir", 2, errIO)
			for range 6 {
				c.append(3)
			}
		},
	}
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opts := Options{Dir: "/log", MaxBytes: 1 << 20, SegmentBytes: 600}
			var images []image
			synctest.Test(t, func(t *testing.T) { images = filmed(t, opts, script) })
			for n, i := range images {
				unpack(t, n, i, opts)
			}
			if len(images) < 20 {
				t.Errorf("only %d images", len(images))
			}
		})
	}
}
