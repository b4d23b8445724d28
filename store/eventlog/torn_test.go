package eventlog

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
)

// A tail is torn at every length of the last two records, and ends there, or
// goes on with zeros or with garbage.
func TestATornTailIsCutAtAnyLength(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: "/log", MaxBytes: 1 << 20, disk: newMemDisk()}
	l := MustOpen(t, opts)
	stop := MustRun(t, l)
	var want []Record
	var ends []int
	for n := range 5 {
		want = append(want, MustAppend(t, l, sample(n)))
		ends = append(ends, int(l.Stats().Bytes))
	}
	whole := opts.disk.(*memDisk).killed() // without the seal
	stop()
	opts.disk = whole
	path := segmentsOf(whole)[0]
	content := contentOf(opts, path)
	for cut := ends[2]; cut < len(content); cut++ {
		kept := 3
		if cut >= ends[3] {
			kept = 4
		}
		tails := map[string][]byte{
			"nothing": nil,
			"zeros":   make([]byte, len(content)-cut),
			"garbage": bytes.Repeat([]byte("\xE7MO\xF1 not a record"), 9),
		}
		for name, tail := range tails {
			what := fmt.Sprintf("cut at %d, then %s", cut, name)
			o := with(opts, path, append(slices.Clone(content[:cut]), tail...))
			checkTorn(t, what, o, want[:kept], cut+len(tail)-ends[kept-1])
		}
	}
}

// checkTorn opens a log with torn bytes behind the records want, and goes on.
func checkTorn(t *testing.T, what string, opts Options, want []Record, torn int) {
	t.Helper()
	l := MustOpen(t, opts)
	if s := l.Stats(); s.TornBytes != int64(torn) || s.TornTails != min(torn, 1) || s.Corrupt != 0 || int(s.Last) != len(want) {
		t.Fatalf("%s: %+v, want %d bytes torn and %d records", what, s, torn, len(want))
	}
	stop := MustRun(t, l)
	want = append(slices.Clone(want), MustAppend(t, l, sample(77)))
	stop()
	l = MustOpen(t, opts)
	defer l.Close()
	got, corrupt := MustReadAll(t, l, 0)
	wantRecords(t, got, want)
	if s := l.Stats(); s.TornTails != 0 || len(corrupt) > 0 {
		t.Fatalf("%s: after the restart %+v, %+v", what, s, corrupt)
	}
}

// The seal tells damage in a log that was closed in order from a torn tail.
func TestTheLastRecordOfAClosedLogIsNamedWhenDamaged(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: t.TempDir(), MaxBytes: 1 << 20}
	want := MustFill(t, opts, 3)
	path := segmentPaths(t, opts.Dir)[0]
	content := MustReadFile(t, path)
	content[len(content)-headBytes-4] ^= 1
	MustWriteFile(t, path, content)
	l := MustOpen(t, opts)
	got, corrupt := MustReadAll(t, l, 0)
	wantRecords(t, got, want[:2])
	if len(corrupt) != 1 || corrupt[0].Position != 3 || l.Stats().TornTails != 0 {
		t.Errorf("%+v, %+v", corrupt, l.Stats())
	}
}

func TestRestartsWithoutRecordsDoNotGrowTheLog(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: t.TempDir(), MaxBytes: 1 << 20}
	MustFill(t, opts, 2)
	before := MustReadFile(t, segmentPaths(t, opts.Dir)[0])
	for range 3 {
		MustFill(t, opts, 0)
	}
	paths := segmentPaths(t, opts.Dir)
	if after := MustReadFile(t, paths[0]); len(paths) != 1 || !bytes.Equal(before, after) {
		t.Errorf("%d segments; %d bytes became %d", len(paths), len(before), len(after))
	}
	temps, _ := filepath.Glob(filepath.Join(opts.Dir, "*"+tempSuffix))
	if len(temps) > 0 {
		t.Errorf("left behind: %s", temps)
	}
}
