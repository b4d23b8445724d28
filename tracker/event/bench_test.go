package event

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
)

// maxAllocations is what one telemetry may cost: the event, its body, its
// payload and five strings, and some room.
const maxAllocations = 12

// Tens of thousands of telemetries come in a second.
func TestTelemetryAllocatesLittle(t *testing.T) {
	frame := compact(t, MustRead(t, "events", "telemetry.json"))
	got := testing.AllocsPerRun(500, func() {
		if _, _, err := Decode(frame, received); err != nil {
			t.Fatal(err)
		}
	})
	if got > maxAllocations {
		t.Errorf("%v allocations", got)
	}
}

// A huge frame of a type that is not known costs a look at it, not a copy.
func TestUnknownTypesAllocateLittle(t *testing.T) {
	frame := []byte(`{"type":"weather","map":[` + strings.Repeat(`{"rain":1.5e3},`, 50_000) + `0]}`)
	const runs = 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		_, _, _ = Decode(frame, received)
	}
	runtime.ReadMemStats(&after)
	if got := (after.TotalAlloc - before.TotalAlloc) / runs; got > 4096 {
		t.Errorf("%d bytes for a frame of %d", got, len(frame))
	}
}

func benchmarkDecode(b *testing.B, frame []byte) {
	b.ReportAllocs()
	b.SetBytes(int64(len(frame)))
	for b.Loop() {
		if _, _, err := Decode(frame, received); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"telemetry", "vitals", "spawn", "character_stats", "full_inventory"} {
		frame := compact(b, MustRead(b, "events", name+".json"))
		b.Run(name, func(b *testing.B) { benchmarkDecode(b, frame) })
	}
	b.Run("telemetry_with_white_space", func(b *testing.B) { benchmarkDecode(b, MustRead(b, "events", "telemetry.json")) })
	b.Run("inventory_of_500", func(b *testing.B) { benchmarkDecode(b, largeInventory(b, 500)) })
}

// largeInventory is the example's inventory many times over.
func largeInventory(tb testing.TB, items int) []byte {
	e, _ := MustDecode(tb, string(MustRead(tb, "events", "full_inventory.json")))
	all := bytes.Trim(e.Body.(*FullInventory).Items, "[]")
	parts := bytes.Repeat(append(all, ','), (items+2)/3)
	return []byte(frameOf("full_inventory", `"items":[`+string(bytes.TrimSuffix(parts, []byte(",")))+`]`))
}

func BenchmarkBroadcast(b *testing.B) {
	e, _ := MustDecode(b, string(MustRead(b, "events", "telemetry.json")))
	b.ReportAllocs()
	for b.Loop() {
		e.Broadcast()
	}
}
