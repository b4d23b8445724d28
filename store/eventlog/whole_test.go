package eventlog

import (
	"testing"

	"pgregory.net/rapid"
)

// A segment of frames that are whole, damaged, cut or lost, with garbage between
// them: all whole ones are read and all others are named.
func TestWholeFramesAreFoundAmongAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(1, 12).Draw(t, "frames")
		content := make([]byte, preludeBytes)
		whole := map[uint64]bool{}
		for p := uint64(1); p <= n; p++ {
			r := records().Draw(t, "record")
			r.Position = p
			frame := appendFrame(nil, fuzzSeed, &r)
			switch rapid.SampledFrom([]string{"whole", "whole", "flipped", "cut", "lost", "behind garbage", "behind a stray"}).Draw(t, "fate") {
			case "whole":
				whole[p] = true
			case "flipped":
				frame = flipped(frame, rapid.IntRange(0, len(frame)-1).Draw(t, "at"), 0x20)
			case "cut":
				frame = frame[:rapid.IntRange(1, len(frame)-1).Draw(t, "to")]
			case "lost":
				frame = nil
			case "behind garbage":
				whole[p] = true
				garbage := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, marker[0], marker[1], marker[2], marker[3]}), 1, 90).Draw(t, "garbage")
				frame = append(garbage, frame...)
			case "behind a stray": // a frame that was here before, or belongs to a later segment
				whole[p] = true
				stray := sample(5)
				stray.Position = rapid.OneOf(rapid.Uint64Range(0, p-1), rapid.Uint64Range(n+1, n+9)).Draw(t, "stray")
				frame = append(appendFrame(nil, fuzzSeed, &stray), frame...)
			}
			content = append(content, frame...)
		}
		checkWhole(t, content, n, whole)
	})
}

func checkWhole(t *rapid.T, content []byte, n uint64, whole map[uint64]bool) {
	d := newMemDisk()
	f, err := createFile(d, "/log", "/log/x", content)
	if err != nil {
		t.Fatal(err)
	}
	s := newScanner(f, fuzzSeed, place{1, preludeBytes}, int64(len(content)), n)
	seen := map[uint64]bool{}
	for it, err := s.step(); err == nil; it, err = s.step() {
		if it.damage == nil {
			seen[it.head.position] = true
			continue
		}
		for p := it.damage.from; p <= it.damage.to; p++ {
			if whole[p] {
				t.Fatalf("position %d is whole, and given as %+v", p, *it.damage)
			}
			seen[p] = true
		}
	}
	if d := s.rest(); d != nil {
		for p := d.from; p <= d.to; p++ {
			seen[p] = seen[p] || !whole[p]
		}
	}
	if uint64(len(seen)) != n {
		t.Fatalf("%d of %d positions are accounted for", len(seen), n)
	}
}
