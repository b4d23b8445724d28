package eventlog

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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

// MustReport verifies.
func MustReport(tb testing.TB, dir string) Report {
	tb.Helper()
	r, err := Verify(dir)
	MustOK(tb, err)
	return r
}

// listing is dir's names.
func listing(t *testing.T, dir string) []string {
	t.Helper()
	names, err := osDisk{}.List(dir)
	MustOK(t, err)
	slices.Sort(names)
	return names
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
