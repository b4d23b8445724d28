package books

import (
	"context"
	"fmt"
	"math"
	"time"

	"overlord/store/eventlog"
)

// One read of a log that is carried: as much as fits well into memory.
const (
	carryRecords = 10_000
	carryBytes   = 8 << 20
)

// CarryLog enters the records that a log holds from before the start. Whether the
// database has some of them is found out when it is reached.
func (b *Books) CarryLog(log *eventlog.Log, now func() time.Time) error {
	first, last := log.Bounds()
	reader := log.NewReader(first - 1)
	defer func() { _ = reader.Close() }()
	for at := first - 1; at < last; {
		batch, err := reader.Read(context.Background(), carryRecords, carryBytes, 0)
		if err != nil {
			return fmt.Errorf("read the event log: %w", err)
		}
		b.carryBatch(batch, now)
		at = batch.Through
	}
	return nil
}

// carryBatch enters records in the order of their positions.
func (b *Books) carryBatch(batch eventlog.Batch, now func() time.Time) {
	corrupt := batch.Corrupt
	carryUntil := func(position uint64) {
		for ; len(corrupt) > 0 && corrupt[0].Position < position; corrupt = corrupt[1:] {
			for p := corrupt[0].Position; p <= corrupt[0].Last; p++ {
				b.Carry("", p, now())
			}
		}
	}
	for _, r := range batch.Records {
		carryUntil(r.Position)
		b.Carry(r.Kind, r.Position, r.ReceivedAt)
	}
	carryUntil(math.MaxUint64)
}
