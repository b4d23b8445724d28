package eventlog

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// smallLog is a closed log of a few segments on a disk in memory.
func smallLog(t *testing.T, n int) (opts Options, records []Record) {
	t.Helper()
	opts = Options{Dir: "/log", MaxBytes: 1 << 20, SegmentBytes: 512, disk: newMemDisk()}
	return opts, MustFill(t, opts, n)
}

// segmentsOf are the segment paths on a memory disk, in order.
func segmentsOf(d disk) []string {
	names, _ := d.List("/log")
	var paths []string
	for _, name := range names {
		if _, ok := parseSegmentName(name); ok {
			paths = append(paths, "/log/"+name)
		}
	}
	return paths
}

// with gives a copy of the log whose file path has other content.
func with(opts Options, path string, content []byte) Options {
	d := opts.disk.(*memDisk).killed()
	d.names[path].seen, d.names[path].durable = content, slices.Clone(content)
	opts.disk = d
	return opts
}

// contentOf is a file's.
func contentOf(opts Options, path string) []byte {
	d := opts.disk.(*memDisk)
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.names[path].seen)
}

// wantAllBut insists that what can be read is want without the positions lost,
// and that those are named.
func wantAllBut(t *testing.T, what string, got []Record, corrupt []Corrupt, want []Record) (lost []uint64) {
	t.Helper()
	seen := map[uint64]bool{}
	var before uint64
	for _, r := range got {
		if r.Position <= before || r.Position > uint64(len(want)) || !same(r, want[r.Position-1]) {
			t.Fatalf("%s: a wrong record after %d: %+v", what, before, r)
		}
		before, seen[r.Position] = r.Position, true
	}
	for _, c := range corrupt {
		for p := c.Position; p <= c.Last; p++ {
			if seen[p] || c.Reason == "" {
				t.Fatalf("%s: position %d is given twice, or without a reason: %+v", what, p, c)
			}
			seen[p], lost = true, append(lost, p)
		}
	}
	for p := range uint64(len(want)) {
		if !seen[p+1] {
			t.Fatalf("%s: position %d is neither read nor named", what, p+1)
		}
	}
	return lost
}

func TestDamageOfAnyShapeIsNamedAndNothingElseIsLost(t *testing.T) {
	t.Parallel()
	opts, want := smallLog(t, 20)
	id := MustIDOf(t, opts)
	random := rand.New(rand.NewPCG(5, 6))
	paths := segmentsOf(opts.disk)
	for round := range 400 {
		path := paths[random.IntN(len(paths))]
		content := contentOf(opts, path)
		first, _ := parseSegmentName(path[len("/log/"):])
		from := random.IntN(len(content))
		to := min(len(content), from+1+random.IntN(300))
		damaged := slices.Clone(content)
		fill := [][]byte{{0}, {0xFF}, marker[:], content[preludeBytes : preludeBytes+50]}[random.IntN(4)]
		copy(damaged[from:to], bytes.Repeat(fill, 300))
		hit := map[uint64]bool{}
		for at := from; at < to; at++ {
			if damaged[at] != content[at] {
				hit[frameAt(content, seedOf(id), first, at)] = true
			}
		}
		what := fmt.Sprintf("round %d: %s from %d to %d as %x…", round, path, from, to, fill[0])
		l := MustOpen(t, with(opts, path, damaged))
		_, last := l.Bounds()
		got, corrupt := MustReadAll(t, l, 0)
		for _, p := range wantAllBut(t, what, got, corrupt, want[:last]) {
			if !hit[p] {
				t.Fatalf("%s: position %d is lost and was not hit", what, p)
			}
		}
		for p := last + 1; p <= uint64(len(want)); p++ {
			if !hit[p] {
				t.Fatalf("%s: position %d was cut off and was not hit", what, p)
			}
		}
		l.Close()
	}
}

func TestSeveralDamagedRecordsInARowAreToldApart(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: "/log", MaxBytes: 1 << 20, disk: newMemDisk()}
	want := MustFill(t, opts, 10)
	path := segmentsOf(opts.disk)[0]
	content := contentOf(opts, path)
	seed := seedOf(MustIDOf(t, opts))
	offsets := map[uint64]int{}
	for at := range content {
		if p := frameAt(content, seed, 1, at); offsets[p] == 0 {
			offsets[p] = at
		}
	}
	for name, inFrame := range map[string]int{"length": 5, "position": 9, "head checksum": 33, "body": headBytes + 3} {
		damaged := slices.Clone(content)
		for p := uint64(4); p <= 6; p++ {
			damaged[offsets[p]+inFrame] ^= 0xFF
		}
		l := MustOpen(t, with(opts, path, damaged))
		got, corrupt := MustReadAll(t, l, 0)
		if lost := wantAllBut(t, name, got, corrupt, want); !slices.Equal(lost, []uint64{4, 5, 6}) {
			t.Errorf("%s: lost %d", name, lost)
		}
		for i, c := range corrupt {
			p := uint64(4 + i)
			if c.Position != p || c.Last != p || !bytes.Equal(c.Raw, damaged[offsets[p]:offsets[p+1]]) {
				t.Errorf("%s: Corrupt %d is %d to %d with %d bytes", name, i, c.Position, c.Last, len(c.Raw))
			}
		}
		l.Close()
	}
	damaged := slices.Clone(content) // no marker is left
	clear(damaged[offsets[4]:offsets[7]])
	l := MustOpen(t, with(opts, path, damaged))
	defer l.Close()
	_, corrupt := MustReadAll(t, l, 0)
	if len(corrupt) != 1 || corrupt[0].Position != 4 || corrupt[0].Last != 6 || corrupt[0].Count() != 3 || len(corrupt[0].Raw) != offsets[7]-offsets[4] {
		t.Errorf("zeroed records: %+v", corrupt)
	}
}

func TestAPayloadThatLooksLikeAFrameIsNone(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: "/log", MaxBytes: 1 << 20, disk: newMemDisk()}
	l := MustOpen(t, opts)
	stop := MustRun(t, l)
	var want []Record
	for n := range 6 {
		r := sample(n)
		// Frames of another log, at the positions that come next.
		for p := range uint64(4) {
			forged := sample(7)
			forged.Position = uint64(n+1) + p
			r.Payload = appendFrame(r.Payload, seedOf([16]byte{1}), &forged)
		}
		want = append(want, MustAppend(t, l, r))
	}
	stop()
	path := segmentsOf(opts.disk)[0]
	content := contentOf(opts, path)
	for at := preludeBytes; at < len(content); at += 7 {
		l := MustOpen(t, with(opts, path, flipped(content, at, 0x10)))
		got, corrupt := MustReadAll(t, l, 0)
		if lost := wantAllBut(t, fmt.Sprintf("byte %d", at), got, corrupt, want); len(lost) > 1 {
			t.Fatalf("byte %d: lost %d", at, lost)
		}
		l.Close()
	}
}

func TestDamageAgainstSeeksIntoIt(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: "/log", MaxBytes: 1 << 20, disk: newMemDisk()}
	MustFill(t, opts, 10)
	path := segmentsOf(opts.disk)[0]
	content := contentOf(opts, path)
	clear(content[preludeBytes+300 : preludeBytes+700])
	l := MustOpen(t, with(opts, path, content))
	defer l.Close()
	_, all := MustReadAll(t, l, 0)
	from, to := all[0].Position, all[0].Last
	if to-from < 2 {
		t.Fatalf("the damage is too small for this test: %d to %d", from, to)
	}
	for after := range uint64(10) {
		b, err := l.NewReader(after).Read(context.Background(), 1, 0, 0)
		switch {
		case err != nil:
			t.Fatal(err)
		case after+1 < from || after >= to:
			if len(b.Records) != 1 || b.Records[0].Position != after+1 {
				t.Errorf("after %d: %+v", after, b)
			}
		default:
			if len(b.Corrupt) != 1 || b.Corrupt[0].Position != after+1 || b.Corrupt[0].Last != to || b.Through != to {
				t.Errorf("after %d: %+v", after, b)
			}
		}
	}
}
