package eventlog

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"testing"
)

const fuzzSeed = 42

// fuzzSegment is a healthy segment's content.
func fuzzSegment(n int) []byte {
	b := make([]byte, preludeBytes)
	for i := range n {
		r := sample(i)
		r.Position = uint64(i + 1)
		b = appendFrame(b, fuzzSeed, &r)
	}
	return append(b, sealFrame(fuzzSeed, uint64(n), 0)...)
}

// FuzzScanner reads arbitrary bytes as a segment: it ends, it allocates no more
// than the segment is large, and every record that it gives stands in the bytes.
func FuzzScanner(f *testing.F) {
	whole := fuzzSegment(5)
	f.Add(whole, uint64(1), true)
	f.Add(whole[:len(whole)-50], uint64(1), false)
	f.Add(append(append([]byte{}, whole[:200]...), whole[150:]...), uint64(1), false)
	f.Add(flipped(whole, 70, 0xFF), uint64(1), true)
	f.Add(bytes.Repeat(marker[:], 500), uint64(3), false)
	hostile := make([]byte, preludeBytes+headBytes)
	putHead(hostile[preludeBytes:], fuzzSeed, head{body: maxBody, position: 1 << 63})
	f.Add(hostile, uint64(1<<63), false)
	f.Add([]byte{}, uint64(1<<64-1), true)
	f.Fuzz(func(t *testing.T, content []byte, first uint64, known bool) {
		first = max(first, 1)
		upTo := lastPossible(first, int64(len(content)))
		if known {
			upTo = first + uint64(len(content)/100)
		}
		checkScan(t, content, first, max(upTo, first))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		c, err := examine(bytes.NewReader(content), fuzzSeed, first, int64(len(content)), max(upTo, first), known)
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Fatal(err)
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > uint64(4*len(content)+windowBytes+64<<10) {
			t.Fatalf("%d bytes were allocated for %d", n, len(content))
		}
		if c.end.off+c.torn > max(int64(len(content)), preludeBytes) || c.torn < 0 || c.records > mostRecords(int64(len(content))) {
			t.Fatalf("%+v of %d bytes", c, len(content))
		}
	})
}

// checkScan walks over a segment and checks every step.
func checkScan(t *testing.T, content []byte, first, upTo uint64) {
	t.Helper()
	s := newScanner(bytes.NewReader(content), fuzzSeed, place{first, preludeBytes}, int64(len(content)), upTo)
	next, off := first, int64(preludeBytes)
	for {
		it, err := s.step()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch d := it.damage; {
		case d == nil:
			if it.head.position != next || it.at < off || next > upTo {
				t.Fatalf("position %d at %d, want %d from %d on", it.head.position, it.at, next, off)
			}
			r := it.head.record(it.body, plain)
			if !bytes.HasPrefix(content[it.at:], appendFrame(nil, fuzzSeed, &r)) {
				t.Fatalf("%+v does not stand at %d", r, it.at)
			}
			next, off = next+1, it.at+it.head.size()
		case d.lost() > 0 && (d.from != next || d.to > upTo), d.off < off, d.off+d.len > int64(len(content)):
			t.Fatalf("damage %+v, want from %d and byte %d on", d, next, off)
		default:
			next, off = next+d.lost(), d.off+d.len
		}
	}
}

// FuzzDirectory opens a log one of whose files is arbitrary.
func FuzzDirectory(f *testing.F) {
	f.Add(fuzzSegment(3), 0)
	f.Add([]byte("3b241101-e2bb-4255-8caf-4136c566a962 00000000\n"), 1)
	f.Add(prelude{first: 5}.encode(), 2)
	f.Fuzz(func(t *testing.T, content []byte, which int) {
		d := newMemDisk()
		opts := Options{Dir: "/log", MaxBytes: 1 << 20, SegmentBytes: 512, disk: d}
		MustFill(t, opts, 14)
		paths := append(segmentsOf(d), "/log/"+idName)
		opts = with(opts, paths[uint(which)%uint(len(paths))], content)
		l, err := Open(opts)
		if err != nil { // refused, so nothing is held
			if opts.disk.(*memDisk).held {
				t.Fatal("a failed Open kept the lock")
			}
			return
		}
		defer MustRun(t, l)()
		first, last := l.Bounds()
		got, corrupt := MustReadAll(t, l, first-1)
		for _, c := range corrupt {
			for p := c.Position; p <= c.Last; p++ {
				got = append(got, Record{})
			}
		}
		if uint64(len(got)) != last-first+1 {
			t.Fatalf("%d records and lost ones from %d to %d", len(got), first, last)
		}
		if r := MustAppend(t, l, sample(1)); r.Position != last+1 {
			t.Fatalf("appended at %d behind %d", r.Position, last)
		}
	})
}
