package eventlog

import (
	"testing"

	"overlord/store/fault"
)

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
