package eventlog

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/google/uuid"
)

// Report is what Verify found in a directory.
type Report struct {
	ID          uuid.UUID // uuid.Nil: there is no log
	Segments    []SegmentReport
	First, Last uint64   // first kept and last position; First is Last+1 when empty
	Records     uint64   // intact ones
	Lost        uint64   // positions between First and Last that cannot be read
	TornBytes   int64    // what the next Open would cut off
	Foreign     []string // paths of segments of other logs
	Stray       []string // names like segments' that are none
}

// SegmentReport is one segment's part of a Report.
type SegmentReport struct {
	Path    string
	Bytes   int64
	First   uint64 // the position it begins at
	Records uint64
	Header  bool      // its header is intact
	Damage  []Corrupt // without raw bytes
}

// Bytes are those of all segments.
func (r Report) Bytes() int64 {
	var n int64
	for _, s := range r.Segments {
		n += s.Bytes
	}
	return n
}

// Healthy tells whether nothing is lost, foreign or torn.
func (r Report) Healthy() bool {
	for _, s := range r.Segments {
		if !s.Header || len(s.Damage) > 0 {
			return false
		}
	}
	return r.Lost == 0 && r.TornBytes == 0 && len(r.Foreign) == 0
}

// Verify reads the log in dir without opening or changing it. Of a log that is
// being written the last segment's end may look torn.
func Verify(dir string) (Report, error) {
	d := osDisk{}
	s, err := look(d, dir)
	if err != nil {
		return Report{}, err
	}
	r := Report{ID: s.id, Stray: s.stray, First: 1}
	for _, f := range s.foreign {
		r.Foreign = append(r.Foreign, f.path)
	}
	for i, f := range s.segments {
		if err := r.add(d, f, s.segments[i+1:]); err != nil {
			return Report{}, err
		}
	}
	if len(s.segments) > 0 {
		r.First = s.segments[0].first
	}
	return r, nil
}

// add examines one segment.
func (r *Report) add(d disk, f finding, later []finding) error {
	file, err := d.Open(f.path, os.O_RDONLY)
	if err != nil {
		return err
	}
	var upTo uint64
	if len(later) > 0 {
		upTo = later[0].first - 1
	}
	c, err := examine(file, seedOf(r.ID), f.first, f.size, upTo, len(later) > 0)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	s := SegmentReport{Path: filepath.Clean(f.path), Bytes: f.size, First: f.first, Records: c.records, Header: f.intact}
	for _, x := range c.damage {
		if x.lost() > 0 {
			s.Damage = append(s.Damage, Corrupt{Position: x.from, Last: x.to, Reason: x.reason})
		}
	}
	r.Segments = append(r.Segments, s)
	r.Records += c.records
	r.Lost += c.lost()
	r.TornBytes += c.torn
	r.Last = c.end.next - 1
	return nil
}
