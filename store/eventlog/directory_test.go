package eventlog

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"overlord/store/fault"
)

// MustSegments makes a closed log of several segments.
func MustSegments(t *testing.T) (opts Options, want []Record, paths []string) {
	t.Helper()
	opts = Options{Dir: t.TempDir(), MaxBytes: 1 << 20, SegmentBytes: 600}
	want = MustFill(t, opts, 24)
	if paths = segmentPaths(t, opts.Dir); len(paths) < 4 {
		t.Fatalf("only %d segments", len(paths))
	}
	return opts, want, paths
}

// MustOK fails the test on an error.
func MustOK(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func firstOf(t *testing.T, path string) uint64 {
	t.Helper()
	first, ok := parseSegmentName(filepath.Base(path))
	if !ok {
		t.Fatalf("%s is no segment", path)
	}
	return first
}

func TestAMissingSegmentInTheMiddleIsOneCorruptOverItsPositions(t *testing.T) {
	t.Parallel()
	opts, want, paths := MustSegments(t)
	MustOK(t, os.Remove(paths[1]))
	from, to := firstOf(t, paths[1]), firstOf(t, paths[2])-1
	l := MustOpen(t, opts)
	got, corrupt := MustReadAll(t, l, 0)
	wantAllBut(t, "without the second segment", got, corrupt, want)
	if len(corrupt) != 1 || corrupt[0].Position != from || corrupt[0].Last != to || corrupt[0].Raw != nil {
		t.Errorf("%+v, want %d to %d", corrupt, from, to)
	}
	if n := l.Stats().Corrupt; n != to-from+1 {
		t.Errorf("counted %d, want %d", n, to-from+1)
	}
}

func TestASegmentCutShortInTheMiddleLosesItsEndOnly(t *testing.T) {
	t.Parallel()
	opts, want, paths := MustSegments(t)
	for _, size := range []int64{0, 10, preludeBytes, preludeBytes + 50, 300} {
		MustOK(t, os.Truncate(paths[1], size))
		l := MustOpen(t, opts)
		got, corrupt := MustReadAll(t, l, 0)
		for _, p := range wantAllBut(t, "cut short", got, corrupt, want) {
			if p < firstOf(t, paths[1]) || p >= firstOf(t, paths[2]) {
				t.Errorf("%d bytes left: position %d is lost", size, p)
			}
		}
		MustOK(t, l.Close())
	}
}

func TestASegmentOfAnotherLogIsSetAside(t *testing.T) {
	t.Parallel()
	opts, want, paths := MustSegments(t)
	other, _, others := MustSegments(t)
	foreign := MustReadFile(t, others[1])
	MustWriteFile(t, paths[1], foreign) // in the place of one of ours
	extra := filepath.Join(opts.Dir, filepath.Base(others[1]))
	for range 2 { // also when the name is taken
		MustWriteFile(t, extra, foreign)
		l := MustOpen(t, opts)
		got, corrupt := MustReadAll(t, l, 0)
		for _, p := range wantAllBut(t, "with a foreign segment", got, corrupt, want) {
			if p < firstOf(t, paths[1]) || p >= firstOf(t, paths[2]) {
				t.Errorf("position %d is lost", p)
			}
		}
		if l.Stats().Foreign == 0 {
			t.Error("the foreign segment is not counted")
		}
		MustOK(t, l.Close())
	}
	kept, _ := filepath.Glob(filepath.Join(opts.Dir, "*"+foreignSuffix+"*"))
	if len(kept) != 2 {
		t.Fatalf("set aside: %s", kept)
	}
	for _, path := range kept {
		if !slices.Equal(MustReadFile(t, path), foreign) || !strings.Contains(path, MustReport(t, other.Dir).ID.String()) {
			t.Errorf("%s is not what was there, or does not name its log", path)
		}
	}
}

// MustReport verifies.
func MustReport(tb testing.TB, dir string) Report {
	tb.Helper()
	r, err := Verify(dir)
	MustOK(tb, err)
	return r
}

func TestALastSegmentOfWhichNothingCanBeReadIsKept(t *testing.T) {
	t.Parallel()
	opts, want, paths := MustSegments(t)
	last := paths[len(paths)-1]
	garbage := slices.Repeat([]byte("garbage "), 40)
	for range 2 {
		MustWriteFile(t, last, garbage)
		l := MustOpen(t, opts)
		stop := MustRun(t, l)
		got, corrupt := MustReadAll(t, l, 0)
		wantRecords(t, got, want[:firstOf(t, last)-1])
		if s := l.Stats(); len(corrupt) > 0 || s.TornTails != 0 || s.Bytes != MustReport(t, opts.Dir).Bytes() {
			t.Errorf("%+v, %+v", corrupt, s)
		}
		if r := MustAppend(t, l, sample(1)); r.Position != firstOf(t, last) {
			t.Errorf("the next record is at %d", r.Position)
		}
		stop()
	}
	kept, _ := filepath.Glob(last + unreadableSuffix + "*")
	if len(kept) != 2 || !slices.Equal(MustReadFile(t, kept[0]), garbage) {
		t.Errorf("kept: %s", kept)
	}
}

func TestADirectoryOfAnotherLogIsRefusedAndNotTouched(t *testing.T) {
	t.Parallel()
	opts, want, _ := MustSegments(t)
	id := filepath.Join(opts.Dir, idName)
	own := MustReadFile(t, id)
	MustWriteFile(t, id, encodeID(uuid.New()))
	before := listing(t, opts.Dir)
	if _, err := Open(opts); fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "another event log") {
		t.Fatalf("Open: %v", err)
	}
	if after := listing(t, opts.Dir); !slices.Equal(before, after) {
		t.Errorf("changed: %s, before %s", after, before)
	}
	MustWriteFile(t, id, own)
	got, _ := MustReadAll(t, MustOpen(t, opts), 0)
	wantRecords(t, got, want)
}

// listing is dir's names.
func listing(t *testing.T, dir string) []string {
	t.Helper()
	names, err := osDisk{}.List(dir)
	MustOK(t, err)
	slices.Sort(names)
	return names
}

func TestADamagedOrMissingIDIsTakenFromTheSegments(t *testing.T) {
	t.Parallel()
	opts, want, _ := MustSegments(t)
	path := filepath.Join(opts.Dir, idName)
	own := MustReadFile(t, path)
	for at := -2; at < len(own); at++ {
		switch at {
		case -2:
			MustOK(t, os.Remove(path))
		case -1:
			MustWriteFile(t, path, nil)
		default:
			MustWriteFile(t, path, flipped(own, at, 0x01))
		}
		l := MustOpen(t, opts)
		got, _ := MustReadAll(t, l, 0)
		wantRecords(t, got, want)
		MustOK(t, l.Close())
		if !slices.Equal(MustReadFile(t, path), own) {
			t.Fatalf("case %d: the id file was not mended", at)
		}
	}
}

func TestALogThatDoesNotSayWhoseItIsIsRefused(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: t.TempDir(), MaxBytes: 1 << 20}
	MustFill(t, opts, 3)
	MustOK(t, os.Remove(filepath.Join(opts.Dir, idName)))
	path := segmentPaths(t, opts.Dir)[0]
	content := MustReadFile(t, path)
	MustWriteFile(t, path, flipped(content, 9, 1))
	if _, err := Open(opts); fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), idName) {
		t.Fatalf("Open: %v", err)
	}
	if !slices.Equal(MustReadFile(t, path), flipped(content, 9, 1)) {
		t.Error("the segment was changed")
	}
}

func TestARenamedSegmentIsRefused(t *testing.T) {
	t.Parallel()
	opts, _, paths := MustSegments(t)
	MustOK(t, os.Rename(paths[2], filepath.Join(opts.Dir, segmentName(firstOf(t, paths[2])+1))))
	if _, err := Open(opts); fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), filepath.Base(paths[2])) {
		t.Fatalf("Open: %v", err)
	}
}

func TestFilesThatAreNoneOfOursStay(t *testing.T) {
	t.Parallel()
	opts, want, _ := MustSegments(t)
	for _, name := range []string{"README", "copy.seg", "00000000000000000000.seg", "99999999999999999999.seg"} {
		MustWriteFile(t, filepath.Join(opts.Dir, name), []byte("keep me"))
	}
	MustWriteFile(t, filepath.Join(opts.Dir, segmentName(1000)+tempSuffix), []byte("interrupted"))
	l := MustOpen(t, opts)
	got, _ := MustReadAll(t, l, 0)
	wantRecords(t, got, want)
	names := listing(t, opts.Dir)
	if slices.Contains(names, segmentName(1000)+tempSuffix) || !slices.Contains(names, "README") || !slices.Contains(names, "copy.seg") {
		t.Errorf("left: %s", names)
	}
}

func TestADirectoryThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	MustWriteFile(t, filepath.Join(dir, "file"), nil)
	for _, path := range []string{filepath.Join(dir, "file"), filepath.Join(dir, "file", "below")} {
		if _, err := Open(Options{Dir: path}); err == nil || !strings.Contains(err.Error(), dir) {
			t.Errorf("Open(%s): %v", path, err)
		}
	}
	opts := Options{Dir: filepath.Join(dir, "log")}
	MustFill(t, opts, 1)
	MustOK(t, os.Mkdir(filepath.Join(opts.Dir, segmentName(50)), 0o700))
	if _, err := Open(opts); err == nil || !strings.Contains(err.Error(), segmentName(50)) {
		t.Errorf("a directory in a segment's place: %v", err)
	}
	if l, err := (osDisk{}).Hold(opts.Dir); err != nil {
		t.Errorf("a failed Open kept the lock: %v", err)
	} else {
		l.Close()
	}
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, opts := range map[string]Options{
		"directory":     {},
		"MaxBytes":      {Dir: dir, MaxBytes: 100},
		"Sync":          {Dir: dir, Sync: -1},
		"long Sync":     {Dir: dir, Sync: 1e10},
		"SegmentBytes":  {Dir: dir, SegmentBytes: -1},
		"QueueRecords":  {Dir: dir, QueueRecords: -1},
		"QueueBytes":    {Dir: dir, QueueBytes: -1},
		"negative size": {Dir: dir, MaxBytes: -5},
	} {
		if _, err := Open(opts); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := Options{Dir: dir}.withDefaults()
	if o.MaxBytes != 4<<30 || o.SegmentBytes != 64<<20 || o.Sync.Milliseconds() != 10 {
		t.Errorf("defaults: %+v", o)
	}
	if o := (Options{Dir: dir, MaxBytes: 1 << 20}).withDefaults(); o.SegmentBytes != 128<<10 {
		t.Errorf("a small log has segments of %d bytes", o.SegmentBytes)
	}
}
