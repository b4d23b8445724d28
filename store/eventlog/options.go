package eventlog

import (
	"log/slog"
	"time"

	"overlord/store/fault"
)

// Defaults and bounds of the options.
const (
	DefaultMaxBytes     = 4 << 30
	DefaultSegmentBytes = 64 << 20
	DefaultSync         = 10 * time.Millisecond
	DefaultMinFree      = 64 << 20 // room for the database, which must write to let the log be trimmed
	DefaultQueueRecords = 16 << 10 // some seconds of the busiest server, a tenth of the fastest disk's
	DefaultQueueBytes   = 32 << 20

	minMaxBytes     = 4 << 10
	minSegmentBytes = 512
	segmentsAtLeast = 8       // a log at its bound is so many segments, so that trimming frees room early
	minFreeShare    = 20      // DefaultMinFree is at most this part of the disk
	enoughBytes     = 1 << 20 // what has gathered is worth a sync before Sync has passed
	batchBytes      = 8 << 20 // one write's most, but for a single larger record
)

// Options of a log. The zero value of each but Dir means its default.
type Options struct {
	Dir          string        // a directory of its own, made with mode 0700
	MaxBytes     int64         // bound over all segments, from 4 KiB
	SegmentBytes int64         // a new segment is begun beyond this; from 512, at most MaxBytes/8
	Sync         time.Duration // how long a record may wait for others before both are synced
	MinFree      int64         // bytes of the disk that the log leaves free; negative: none
	QueueRecords int           // how many may wait for the writer …
	QueueBytes   int64         // … and their bytes
	Logger       *slog.Logger
	Now          func() time.Time

	disk disk
}

// withDefaults fills what is not set.
func (o Options) withDefaults() Options {
	o.MaxBytes = orDefault(o.MaxBytes, DefaultMaxBytes)
	o.SegmentBytes = orDefault(o.SegmentBytes, DefaultSegmentBytes)
	if o.SegmentBytes > 0 {
		o.SegmentBytes = max(minSegmentBytes, min(o.SegmentBytes, o.MaxBytes/segmentsAtLeast))
	}
	o.Sync = orDefault(o.Sync, DefaultSync)
	o.QueueRecords = orDefault(o.QueueRecords, DefaultQueueRecords)
	o.QueueBytes = orDefault(o.QueueBytes, DefaultQueueBytes)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.disk == nil {
		o.disk = osDisk{}
	}
	return o
}

func orDefault[T int | int64 | time.Duration](v, otherwise T) T {
	if v == 0 {
		return otherwise
	}
	return v
}

// Validate refuses what cannot work.
func (o Options) Validate() error {
	switch {
	case o.Dir == "":
		return fault.New(fault.Invalid, "the event log has no directory")
	case o.MaxBytes < minMaxBytes:
		return fault.New(fault.Invalid, "the event log's bound is %d bytes, %d at least", o.MaxBytes, minMaxBytes)
	case o.Sync < 0 || o.Sync > time.Second:
		return fault.New(fault.Invalid, "the event log's sync is %s, from 0 to 1 s", o.Sync)
	case o.SegmentBytes < 0 || o.QueueRecords < 0 || o.QueueBytes < 0:
		return fault.New(fault.Invalid, "the event log's segment and queue sizes cannot be negative")
	}
	return nil
}
