package eventlog

import (
	"fmt"
	"time"

	"overlord/store/fault"
)

// Bounds of one record. The payload's is far over what a plugin's largest frame
// (16 MiB) can become when it is normalised.
const (
	MaxPayloadBytes = 64 << 20
	MaxKindBytes    = 255
	MaxNameBytes    = 1024 // a name has at most 64 characters
)

// Record is one accepted event.
type Record struct {
	Position      uint64    // 1 is the log's first; a healthy log has no gaps
	ReceivedAt    time.Time // UTC, whole microseconds, rising with the position
	Kind          string    // the event family, at most MaxKindBytes
	CharacterName string    // at most MaxNameBytes
	Payload       []byte    // at most MaxPayloadBytes
}

// Validate refuses what does not fit into a frame.
func (r Record) Validate() error {
	switch {
	case len(r.Kind) > MaxKindBytes:
		return fault.New(fault.Invalid, "the kind has %d bytes, %d at most", len(r.Kind), MaxKindBytes)
	case len(r.CharacterName) > MaxNameBytes:
		return fault.New(fault.Invalid, "the character name has %d bytes, %d at most", len(r.CharacterName), MaxNameBytes)
	case len(r.Payload) > MaxPayloadBytes:
		return fault.New(fault.TooLarge, "the payload has %d bytes, %d at most", len(r.Payload), MaxPayloadBytes)
	}
	return nil
}

// Corrupt names records that were accepted and can no longer be read. Where the
// bytes tell one damaged record from the next, each has a Corrupt of its own
// (Last = Position); otherwise one Corrupt stands for all from Position to Last.
type Corrupt struct {
	Position uint64 // the first position lost
	Last     uint64 // the last position lost, at least Position
	Raw      []byte // the bytes that stand in their place, cut at MaxRawBytes; nil when there are none
	Reason   string // what is wrong with them
}

// MaxRawBytes bounds Corrupt.Raw.
const MaxRawBytes = 16 << 20

// Count is the number of records lost.
func (c Corrupt) Count() uint64 { return c.Last - c.Position + 1 }

// String says what is lost and why.
func (c Corrupt) String() string {
	if c.Count() > 1 {
		return fmt.Sprintf("corrupt record: %s (records %d to %d)", c.Reason, c.Position, c.Last)
	}
	return "corrupt record: " + c.Reason
}
