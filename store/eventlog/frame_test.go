package eventlog

import (
	"bytes"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// plain makes a string of bytes.
func plain(b []byte) string { return string(b) }

// records generates any record that is valid.
func records() *rapid.Generator[Record] {
	return rapid.Custom(func(t *rapid.T) Record {
		return Record{
			Position:      rapid.Uint64Min(1).Draw(t, "position"),
			ReceivedAt:    time.UnixMicro(rapid.Int64Range(-1e15, 1e16).Draw(t, "received")).UTC(),
			Kind:          rapid.StringN(0, 60, MaxKindBytes).Draw(t, "kind"),
			CharacterName: rapid.StringN(0, 64, MaxNameBytes).Draw(t, "name"),
			Payload:       rapid.SliceOfN(rapid.Byte(), 0, 500).Draw(t, "payload"),
		}
	})
}

func TestAFrameGivesItsRecordBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, seed := records().Draw(t, "record"), rapid.Uint32().Draw(t, "seed")
		before := rapid.SliceOf(rapid.Byte()).Draw(t, "before")
		b := appendFrame(before, seed, &r)[len(before):]
		h, ok := parseHead(b, seed)
		if !ok || h.size() != int64(len(b)) || h.size() != frameBytes(&r) || !h.bodyIntact(b[headBytes:]) || h.seal() {
			t.Fatalf("%+v, %t of %d bytes", h, ok, len(b))
		}
		if got := h.record(b[headBytes:], plain); !same(got, r) {
			t.Fatalf("%+v became %+v", r, got)
		}
		if _, ok := parseHead(b, seed+1); ok {
			t.Fatal("another log's frame is taken for one of ours")
		}
	})
}

func TestEveryFlippedBitOfAFrameIsFound(t *testing.T) {
	t.Parallel()
	r := sample(5)
	r.Position, r.ReceivedAt = 77, time.Unix(1e9, 0)
	b := appendFrame(nil, 9, &r)
	for bit := range len(b) * 8 {
		damaged := flipped(b, bit/8, 1<<(bit%8))
		h, ok := parseHead(damaged, 9)
		if ok != (bit/8 >= headBytes) {
			t.Fatalf("bit %d: the head is taken for intact: %t", bit, ok)
		}
		if ok && h.bodyIntact(damaged[headBytes:]) {
			t.Fatalf("bit %d: the body is taken for intact", bit)
		}
	}
}

func TestHeadsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]head{
		"a body over the bound":           {body: maxBody + 1},
		"a body of 4 GiB":                 {body: 1<<32 - 1},
		"a kind longer than the body":     {body: 3, kind: 4},
		"a name longer than what is left": {body: 8, kind: 4, name: 5},
		"a seal with a body":              {body: 1, kind: sealKind},
	} {
		b := make([]byte, headBytes)
		putHead(b, 3, h)
		if got, ok := parseHead(b, 3); ok {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for n := range headBytes {
		if _, ok := parseHead(sealFrame(3, 4, 5)[:n], 3); ok {
			t.Errorf("%d bytes are a head", n)
		}
	}
	if h, ok := parseHead(sealFrame(3, 4, 5), 3); !ok || !h.seal() || h.position != 4 || h.received != 5 {
		t.Errorf("a seal: %+v, %t", h, ok)
	}
}

func TestNoTextHoldsTheMarker(t *testing.T) {
	t.Parallel()
	for i := range marker {
		if utf8.Valid(marker[:i+1]) {
			t.Errorf("%x is valid UTF-8", marker[:i+1])
		}
	}
	if bytes.Contains(marker[1:], marker[:1]) {
		t.Error("a marker could begin in a marker")
	}
}

func TestPreludes(t *testing.T) {
	t.Parallel()
	want := prelude{id: uuid.New(), first: 1 << 60, received: -5}
	b := want.encode()
	if got, ok, err := readPrelude(bytes.NewReader(b)); err != nil || !ok || got != want || len(b) != preludeBytes {
		t.Errorf("%+v, %t, %v", got, ok, err)
	}
	for at := range b {
		if _, ok, err := readPrelude(bytes.NewReader(flipped(b, at, 4))); ok || err != nil {
			t.Errorf("byte %d: %t, %v", at, ok, err)
		}
		if _, ok, err := readPrelude(bytes.NewReader(b[:at])); ok || err != nil {
			t.Errorf("%d bytes: %t, %v", at, ok, err)
		}
	}
}

func TestSegmentNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Uint64Min(1).Draw(t, "a"), rapid.Uint64Min(1).Draw(t, "b")
		if got, ok := parseSegmentName(segmentName(a)); !ok || got != a {
			t.Fatalf("%d became %d, %t", a, got, ok)
		}
		if (segmentName(a) < segmentName(b)) != (a < b) {
			t.Fatalf("%d and %d sort otherwise as names", a, b)
		}
	})
	for _, name := range []string{"", ".seg", "1.seg", "00000000000000000000.seg", "0000000000000000000x.seg", "+0000000000000000001.seg",
		"18446744073709551616.seg", "00000000000000000001.seg.tmp", "000000000000000000001.seg"} {
		if first, ok := parseSegmentName(name); ok {
			t.Errorf("%q is %d", name, first)
		}
	}
}
