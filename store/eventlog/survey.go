package eventlog

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"

	"overlord/store/fault"
)

// finding is one segment file as it was met.
type finding struct {
	path    string
	first   uint64 // of its name
	size    int64
	prelude prelude
	intact  bool // the prelude is
}

// survey is a directory as it was met, before anything is changed.
type survey struct {
	id       uuid.UUID // uuid.Nil: the log is new
	idKept   bool      // the id file is there and whole
	segments []finding // of this log, rising
	foreign  []finding
	stray    []string // names that look like segments and are none
	temps    []string // names of files whose making was interrupted
}

// look surveys dir.
func look(d disk, dir string) (survey, error) {
	names, err := d.List(dir)
	if err != nil {
		return survey{}, fmt.Errorf("list the event log: %w", err)
	}
	var s survey
	var found []finding
	for _, name := range names {
		first, ok := parseSegmentName(name)
		switch {
		case ok:
			f, err := meet(d, filepath.Join(dir, name), first)
			if err != nil {
				return survey{}, err
			}
			found = append(found, f)
		case strings.HasSuffix(name, tempSuffix):
			s.temps = append(s.temps, name)
		case strings.HasSuffix(name, segmentSuffix):
			s.stray = append(s.stray, name)
		}
	}
	fromFile, err := readID(d, dir)
	if err != nil {
		return survey{}, fmt.Errorf("read %s: %w", idName, err)
	}
	if s.id, err = settleID(dir, fromFile, found); err != nil {
		return survey{}, err
	}
	s.idKept = fromFile != uuid.Nil
	return s, s.sort(found)
}

// meet reads what a segment says of itself.
func meet(d disk, path string, first uint64) (finding, error) {
	f, err := d.Open(path, os.O_RDONLY)
	if err != nil {
		return finding{}, err
	}
	defer f.Close()
	s := finding{path: path, first: first}
	if s.size, err = f.Size(); err != nil {
		return finding{}, err
	}
	s.prelude, s.intact, err = readPrelude(f)
	return s, err
}

// sort tells this log's segments from others'. A segment that was given another
// name would put its records at positions that are not theirs: it is refused.
func (s *survey) sort(found []finding) error {
	slices.SortFunc(found, func(a, b finding) int { return strings.Compare(a.path, b.path) })
	for _, f := range found {
		switch {
		case f.intact && f.prelude.id != s.id:
			s.foreign = append(s.foreign, f)
		case f.intact && f.prelude.first != f.first:
			return fault.New(fault.Conflict, "the segment %s begins at position %d: it was renamed; give it back the name %s",
				f.path, f.prelude.first, segmentName(f.prelude.first))
		default:
			s.segments = append(s.segments, f)
		}
	}
	return nil
}
