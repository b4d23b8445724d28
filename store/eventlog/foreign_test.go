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
