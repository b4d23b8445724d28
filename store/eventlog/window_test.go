package eventlog

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

// The next frame's marker lies at, before and across the end of what one read
// gives.
func TestAFrameIsFoundAcrossTheEndOfAWindow(t *testing.T) {
	t.Parallel()
	for shift := -headBytes - 5; shift < 10; shift++ {
		for _, fresh := range []bool{false, true} {
			content := make([]byte, preludeBytes)
			for p := range uint64(4) {
				r := Record{Position: p + 1, Payload: make([]byte, windowBytes-headBytes+shift)}
				content = appendFrame(content, fuzzSeed, &r)
			}
			second := preludeBytes + windowBytes + shift
			content[preludeBytes+6] ^= 1 // the lengths of the first and the third
			content[2*second-preludeBytes+6] ^= 1
			s := newScanner(bytes.NewReader(content), fuzzSeed, place{1, preludeBytes}, int64(len(content)), 4)
			s.fresh = fresh
			var got []uint64
			for it, err := s.step(); err == nil; it, err = s.step() {
				if it.damage == nil {
					got = append(got, it.head.position)
				}
			}
			if len(got) != 2 || got[0] != 2 || got[1] != 4 {
				t.Errorf("shift %d: read %d", shift, got)
			}
		}
	}
}

func TestAWindowPatchesOnlyTheBlocksThatCannotBeRead(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("x"), 5*blockBytes+77)
	bad := badBlocks{bytes.NewReader(content), 2*blockBytes + 5, 3*blockBytes + 1}
	w := window{src: bad, end: int64(len(content))}
	if _, err := w.view(100, 3*blockBytes); !errors.Is(err, errIO) {
		t.Fatalf("%v", err)
	}
	w.patch = true
	b, err := w.view(100, w.end-100)
	MustOK(t, err)
	for i, c := range b {
		at := i + 100
		if inBad := at >= 2*blockBytes && at < 4*blockBytes; (c == 0) != inBad {
			t.Fatalf("byte %d is %q", at, c)
		}
	}
	if w.unread != 4*blockBytes || !errors.Is(w.unreadErr, errIO) {
		t.Errorf("%d, %v", w.unread, w.unreadErr)
	}
}

// badBlocks cannot be read from, up to a byte.
type badBlocks struct {
	io.ReaderAt
	from, to int64
}

func (b badBlocks) ReadAt(p []byte, off int64) (int, error) {
	if off < b.to && off+int64(len(p)) > b.from {
		return 0, errIO
	}
	return b.ReaderAt.ReadAt(p, off)
}

// What cannot be read at the log's end may be anything: it is not taken for torn.
func TestAnUnreadableEndIsNotCut(t *testing.T) {
	t.Parallel()
	content := fuzzSegment(50)
	size := int64(len(content))
	if _, err := examine(badBlocks{bytes.NewReader(content), size - 10, size}, fuzzSeed, 1, size, 0, false); !errors.Is(err, errIO) {
		t.Errorf("%v", err)
	}
	c, err := examine(badBlocks{bytes.NewReader(content), size - 10, size}, fuzzSeed, 1, size, 50, true)
	MustOK(t, err)
	if c.lost() == 0 || c.records+c.lost() != 50 || c.damage[len(c.damage)-1].reason != unread {
		t.Errorf("%d read, %d lost: %+v", c.records, c.lost(), c.damage)
	}
}
