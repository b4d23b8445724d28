package eventlog

import (
	"fmt"
	"slices"
	"testing"
)

// flipped is b with one byte changed.
func flipped(b []byte, at int, mask byte) []byte {
	b = slices.Clone(b)
	b[at] ^= mask
	return b
}

// frameAt tells which position's frame covers an offset of a segment's content;
// 0: none.
func frameAt(content []byte, seed uint32, first uint64, at int) uint64 {
	off := preludeBytes
	for p := first; off < len(content); {
		h, ok := parseHead(content[off:], seed)
		if !ok {
			panic("the log is not healthy")
		}
		if at >= off && at < off+int(h.size()) && !h.seal() {
			return p
		}
		off += int(h.size())
		if !h.seal() {
			p++
		}
	}
	return 0
}

func TestAFlippedByteAnywhereCostsOneRecordAtMost(t *testing.T) {
	t.Parallel()
	opts, want := smallLog(t, 14)
	id := MustIDOf(t, opts)
	paths := segmentsOf(opts.disk)
	if len(paths) < 3 {
		t.Fatalf("only %d segments", len(paths))
	}
	for _, path := range paths {
		content := contentOf(opts, path)
		first, _ := parseSegmentName(path[len("/log/"):])
		for at := range content {
			for _, mask := range []byte{0x01, 0xFF} {
				what := fmt.Sprintf("%s byte %d ^ %#x", path, at, mask)
				hit := frameAt(content, seedOf(id), first, at)
				checkFlip(t, what, with(opts, path, flipped(content, at, mask)), want, hit)
			}
		}
	}
}

// checkFlip opens a log with one byte flipped in the frame of the position hit
// (0: in none), reads it and goes on with it.
func checkFlip(t *testing.T, what string, opts Options, want []Record, hit uint64) {
	t.Helper()
	l := MustOpen(t, opts)
	stop := MustRun(t, l)
	got, corrupt := MustReadAll(t, l, 0)
	lost := wantAllBut(t, what, got, corrupt, want)
	if hit == 0 && len(lost) > 0 || hit != 0 && !slices.Equal(lost, []uint64{hit}) {
		t.Fatalf("%s: lost %d, hit was %d", what, lost, hit)
	}
	if hit != 0 && len(corrupt[0].Raw) == 0 {
		t.Fatalf("%s: the damaged bytes are not given", what)
	}
	if n := l.Stats().Corrupt; n != uint64(len(lost)) {
		t.Fatalf("%s: %d counted as corrupt", what, n)
	}
	if r := MustAppend(t, l, sample(99)); r.Position != uint64(len(want)+1) {
		t.Fatalf("%s: the next record is at %d", what, r.Position)
	}
	stop()
}

// MustIDOf is the id of a closed log.
func MustIDOf(t *testing.T, opts Options) (id [16]byte) {
	t.Helper()
	l := MustOpen(t, opts)
	defer l.Close()
	return l.ID()
}

func TestAByteFlippedUnderARunningLogIsFoundByItsReader(t *testing.T) {
	t.Parallel()
	opts, want := smallLog(t, 14)
	id := MustIDOf(t, opts)
	l := MustOpen(t, opts)
	MustRun(t, l)
	for _, path := range segmentsOf(opts.disk) {
		content := contentOf(opts, path)
		first, _ := parseSegmentName(path[len("/log/"):])
		for at := preludeBytes; at < len(content); at += 3 {
			opts.disk.(*memDisk).flip(path, at)
			got, corrupt := MustReadAll(t, l, 0)
			lost := wantAllBut(t, fmt.Sprintf("%s byte %d", path, at), got, corrupt, want)
			if hit := frameAt(content, seedOf(id), first, at); hit != 0 && !slices.Equal(lost, []uint64{hit}) || hit == 0 && len(lost) > 0 {
				t.Fatalf("%s byte %d: lost %d, hit was %d", path, at, lost, hit)
			}
			opts.disk.(*memDisk).flip(path, at)
		}
	}
}

// flip changes one byte of what is seen and durable.
func (d *memDisk) flip(path string, at int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.names[path].seen[at] ^= 0x55
	if at < len(d.names[path].durable) {
		d.names[path].durable[at] = d.names[path].seen[at]
	}
}
