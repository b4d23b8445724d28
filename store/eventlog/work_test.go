package eventlog

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// odd decodes a payload of one byte; an even one is no event.
func odd(r Record) (*byte, error) {
	if r.Payload[0]%2 == 0 {
		return nil, errors.New("even")
	}
	return &r.Payload[0], nil
}

func TestWorkHoldsRecordsAndGapsInOrder(t *testing.T) {
	t.Parallel()
	early, late := time.Unix(100, 0), time.Unix(200, 0)
	w := NewWork(Batch{
		Records: []Record{{Position: 2, ReceivedAt: early, Kind: "a", Payload: []byte{1}}, {Position: 6, ReceivedAt: early, Kind: "b", Payload: []byte{2}}},
		Corrupt: []Corrupt{{Position: 1, Last: 1, Reason: "wrong sum", Raw: []byte("x")}, {Position: 3, Last: 5, Reason: "missing"}, {Position: 7, Last: 7}},
		Through: 7,
	}, late, odd)
	var positions []uint64
	for _, e := range w.Entries {
		positions = append(positions, e.Position)
	}
	if !slices.Equal(positions, []uint64{1, 2, 3, 6, 7}) {
		t.Fatalf("in the order %v", positions)
	}
	if e := w.Entries[0]; e.Kind != "" || string(e.Payload) != "x" || !e.ReceivedAt.Equal(early) || !strings.Contains(e.Refusal, "wrong sum") {
		t.Errorf("the corrupt one before: %+v", e)
	}
	if e := w.Entries[1]; e.Event == nil || *e.Event != 1 || e.Kind != "a" || e.Refusal != "" {
		t.Errorf("the good one: %+v", e)
	}
	if e := w.Entries[3]; e.Event != nil || e.Refusal != "even" {
		t.Errorf("the one that is no event: %+v", e)
	}
	if e := w.Entries[4]; !e.ReceivedAt.Equal(late) {
		t.Errorf("the corrupt one at the end was received at %v", e.ReceivedAt)
	}
	if got := w.Parked(); !slices.Equal(got, []uint64{1, 3, 4, 5, 6, 7}) {
		t.Errorf("parked: %v", got)
	}
}

func TestHalvesAreTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var batch Batch
		for range rapid.IntRange(2, 12).Draw(t, "entries") {
			if rapid.Bool().Draw(t, "corrupt") {
				last := batch.Through + rapid.Uint64Range(1, 3).Draw(t, "lost")
				batch.Corrupt = append(batch.Corrupt, Corrupt{Position: batch.Through + 1, Last: last})
				batch.Through = last
				continue
			}
			batch.Through++
			batch.Records = append(batch.Records, Record{Position: batch.Through, Payload: []byte{rapid.Byte().Draw(t, "byte")}})
		}
		w := NewWork(batch, time.Time{}, odd)
		left, right := w.Halve()
		if len(left.Entries) == 0 || len(right.Entries) == 0 || len(left.Entries)+len(right.Entries) != len(w.Entries) {
			t.Fatalf("%d and %d of %d entries", len(left.Entries), len(right.Entries), len(w.Entries))
		}
		if left.Through+1 != right.Entries[0].Position || right.Through != batch.Through {
			t.Fatalf("the halves end at %d and %d of %d", left.Through, right.Through, batch.Through)
		}
		if got := append(left.Parked(), right.Parked()...); !slices.Equal(got, w.Parked()) {
			t.Fatalf("parked %v instead of %v", got, w.Parked())
		}
	})
}
