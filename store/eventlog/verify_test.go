package eventlog

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/uuid"
)

func TestVerifyOfAHealthyLog(t *testing.T) {
	t.Parallel()
	opts, want, paths := MustSegments(t)
	before := listing(t, opts.Dir)
	r := MustReport(t, opts.Dir)
	if !r.Healthy() || r.First != 1 || r.Last != uint64(len(want)) || r.Records != uint64(len(want)) || len(r.Segments) != len(paths) {
		t.Errorf("%+v", r)
	}
	l := MustOpen(t, opts)
	if r.ID != l.ID() {
		t.Errorf("%s, want %s", r.ID, l.ID())
	}
	if r := MustReport(t, opts.Dir); !r.Healthy() { // also while it is open
		t.Errorf("%+v", r)
	}
	if after := listing(t, opts.Dir); !slices.Equal(before, after) {
		t.Errorf("changed: %s, before %s", after, before)
	}
}

func TestVerifyNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	opts, want, paths := MustSegments(t)
	content := MustReadFile(t, paths[0])
	second := preludeBytes + int(frameBytes(&want[0]))
	MustWriteFile(t, paths[0], flipped(content, second+5, 1))
	MustWriteFile(t, paths[1], flipped(MustReadFile(t, paths[1]), 30, 1)) // its header
	MustOK(t, os.Remove(paths[2]))
	last := paths[len(paths)-1]
	MustWriteFile(t, last, append(MustReadFile(t, last), "torn"...))
	foreign, _, others := MustSegments(t)
	MustWriteFile(t, filepath.Join(opts.Dir, segmentName(999)), prelude{id: MustReport(t, foreign.Dir).ID, first: 999}.encode())
	MustWriteFile(t, filepath.Join(opts.Dir, "other.seg"), MustReadFile(t, others[0]))

	r := MustReport(t, opts.Dir)
	missing := firstOf(t, paths[3]) - firstOf(t, paths[2])
	if r.Healthy() || r.Lost != 1+missing || r.TornBytes != 4 || len(r.Foreign) != 1 || !slices.Equal(r.Stray, []string{"other.seg"}) {
		t.Errorf("%+v", r)
	}
	if r.Records+r.Lost != uint64(len(want)) || r.Last != uint64(len(want)) {
		t.Errorf("%+v", r)
	}
	if d := r.Segments[0].Damage; len(d) != 1 || d[0].Position != 2 || d[0].Last != 2 || d[0].Reason == "" {
		t.Errorf("%+v", d)
	}
	if d := r.Segments[1].Damage; len(d) != 1 || d[0].Position != firstOf(t, paths[2]) || r.Segments[1].Header {
		t.Errorf("%+v", r.Segments[1])
	}
}

func TestVerifyWithoutALog(t *testing.T) {
	t.Parallel()
	r := MustReport(t, t.TempDir())
	if r.ID != uuid.Nil || !r.Healthy() || r.First != 1 || r.Last != 0 {
		t.Errorf("%+v", r)
	}
	if _, err := Verify(filepath.Join(t.TempDir(), "nowhere")); err == nil {
		t.Error("a directory that is not there was verified")
	}
}

func TestEachWayOfBeingUnhealthy(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]Report{
		"lost":    {Lost: 1},
		"torn":    {TornBytes: 1},
		"foreign": {Foreign: []string{"x"}},
		"header":  {Segments: []SegmentReport{{}}},
		"damage":  {Segments: []SegmentReport{{Header: true, Damage: []Corrupt{{}}}}},
	} {
		if r.Healthy() {
			t.Errorf("%s is taken for healthy", name)
		}
	}
	if !(Report{Segments: []SegmentReport{{Header: true}}}).Healthy() {
		t.Error("a whole segment is not")
	}
}
