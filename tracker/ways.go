package tracker

import (
	"encoding/binary"
	"math"
	"slices"
	"time"

	"overlord/tracker/event"
)

const (
	// waySlot is how finely ways are kept: of each slot the last place. Slots end
	// at whole multiples of it, the end included, so that the place kept for a slot
	// is where the character was at its end.
	waySlot = 10 * time.Second

	// maxWayBytes bounds one row of way_5m: six times what 5 minutes of slots are.
	// Only a plugin whose clock jumps to and fro comes near.
	maxWayBytes = 5 << 10

	// placeBytes is the size of a packed place: microseconds since the bucket's
	// begin (4 bytes), ew, ns and z (8 bytes each, floats; z is no number where it
	// is not known), the highest byte first.
	placeBytes = 4 + 3*8
)

// wayPlace is where a character was at a time.
type wayPlace struct {
	at     time.Time
	ew, ns float64            // degrees
	z      event.Opt[float64] // map units
}

// waySlotOf numbers the slot that a time lies in.
func waySlotOf(at time.Time) int64 {
	return (at.UnixMicro() + int64(waySlot/time.Microsecond) - 1) / int64(waySlot/time.Microsecond)
}

// ways are what a batch adds to way_5m.
type ways map[rollupKey][]byte

// add appends a place to its bucket.
func (w ways) add(character string, p wayPlace) {
	key := rollupKey{character, p.at.UTC().Truncate(fineBucket)}
	w[key] = appendPlace(w[key], key.bucket, p)
}

// follow takes the step from the last place so far to the next one, and gives
// the one that is the last now. Places come nearly in the order of time; one that
// is late is added at once, unless a later one of its slot is known.
func (w ways) follow(character string, last event.Opt[wayPlace], next wayPlace) wayPlace {
	switch {
	case !last.OK:
		return next
	case next.at.Before(last.V.at):
		if waySlotOf(next.at) != waySlotOf(last.V.at) {
			w.add(character, next)
		}
		return last.V
	case waySlotOf(next.at) != waySlotOf(last.V.at):
		w.add(character, last.V)
	}
	return next
}

// appendPlace packs a place that lies in the bucket.
func appendPlace(b []byte, bucket time.Time, p wayPlace) []byte {
	z := math.NaN()
	if p.z.OK {
		z = p.z.V
	}
	b = binary.BigEndian.AppendUint32(b, uint32(p.at.Sub(bucket)/time.Microsecond))
	for _, v := range []float64{p.ew, p.ns, z} {
		b = binary.BigEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

// appendPlaces unpacks a row of way_5m, in the order of time. Of places at one
// time the last that came is last.
func appendPlaces(places []wayPlace, bucket time.Time, packed []byte) []wayPlace {
	begin := len(places)
	for ; len(packed) >= placeBytes; packed = packed[placeBytes:] {
		float := func(at int) float64 { return math.Float64frombits(binary.BigEndian.Uint64(packed[at:])) }
		p := wayPlace{at: bucket.Add(time.Duration(binary.BigEndian.Uint32(packed)) * time.Microsecond), ew: float(4), ns: float(12)}
		if z := float(20); !math.IsNaN(z) {
			p.z = event.Some(z)
		}
		places = append(places, p)
	}
	earlier := func(a, b wayPlace) int { return a.at.Compare(b.at) }
	if row := places[begin:]; !slices.IsSortedFunc(row, earlier) {
		slices.SortStableFunc(row, earlier)
	}
	return places
}

// placesBetween are those of the places, which are in the order of time, that lie
// between two times, both included.
func placesBetween(places []wayPlace, from, to time.Time) []wayPlace {
	for len(places) > 0 && places[0].at.Before(from) {
		places = places[1:]
	}
	for len(places) > 0 && places[len(places)-1].at.After(to) {
		places = places[:len(places)-1]
	}
	return places
}
