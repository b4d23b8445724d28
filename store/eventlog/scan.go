package eventlog

import (
	"bytes"
	"io"
	"math"
)

// scanner walks over the frames of one segment and finds its way again behind
// damaged ones: it looks for the next marker whose head is intact and whose
// position can stand here. So a damaged frame costs itself and nothing else,
// even when the damage is in its length.
type scanner struct {
	window
	seed  uint32
	off   int64  // where the next frame should begin
	next  uint64 // the position that the next record should have
	last  uint64 // the highest position that may stand before the window's end
	solid solid  // behind the last intact frame
}

// solid is a point in a segment up to which everything is accounted for.
type solid struct {
	off    int64
	next   uint64 // the position that comes next there
	sealed bool   // a seal stands before it
}

// item is what a step found: a record, or damage.
type item struct {
	head   head
	body   []byte
	at     int64 // the frame's offset
	damage *damage
}

// newScanner begins at a place of a segment that may be read up to end and holds
// no position above last.
func newScanner(src io.ReaderAt, seed uint32, at place, end int64, last uint64) scanner {
	return scanner{
		window: window{src: src, end: end},
		seed:   seed,
		off:    at.offset,
		next:   at.position,
		last:   last,
		solid:  solid{off: at.offset, next: at.position},
	}
}

// step gives the next record or damage; io.EOF at the end.
func (s *scanner) step() (item, error) {
	for s.off < s.end {
		h, body, wrong, err := s.frame(s.off)
		switch {
		case err != nil:
			return item{}, err
		case wrong != "":
			return s.recover(h, wrong)
		case h.seal() && h.position+1 == s.next:
			s.off += headBytes
			s.solid = solid{s.off, s.next, true}
		case !h.seal() && h.position == s.next:
			it := item{head: h, body: body, at: s.off}
			s.off += h.size()
			s.next++
			s.solid = solid{s.off, s.next, false}
			return it, nil
		case h.position >= s.next && h.position <= s.last:
			return s.skipTo(s.off, h, missing), nil
		default:
			return s.recover(head{}, misplaced)
		}
	}
	return item{}, io.EOF
}

// rest reports the positions that a segment should hold beyond its end.
func (s *scanner) rest() *damage {
	if s.next > s.last {
		return nil
	}
	d := &damage{from: s.next, to: s.last, off: s.end, reason: missing}
	s.next = s.last + 1
	return d
}

// frame reads the frame at off; wrong says what is the matter with it. The head
// is only given when it is intact.
func (s *scanner) frame(off int64) (h head, body []byte, wrong string, err error) {
	b, err := s.view(off, headBytes)
	if err != nil {
		return head{}, nil, "", err
	}
	h, ok := parseHead(b, s.seed)
	if !ok {
		return head{}, nil, badHead, nil
	}
	if h.size() > s.end-off {
		return h, nil, cutShort, nil
	}
	b, err = s.view(off, h.size())
	if err != nil {
		return head{}, nil, "", err
	}
	if body = b[headBytes:]; !h.bodyIntact(body) {
		return h, nil, badBody, nil
	}
	return h, body, "", nil
}

// recover gets past the damaged frame at s.off. h is its head, if that is intact.
func (s *scanner) recover(h head, wrong string) (item, error) {
	found, at, err := s.find(s.off + 1)
	if err != nil {
		return item{}, err
	}
	reason := wrong
	if s.unread > s.off {
		reason = unread
	}
	if behind := s.off + h.size(); wrong == badBody && h.position == s.next && !h.seal() && (at < 0 || at >= behind) {
		d := &damage{from: s.next, to: s.next, off: s.off, len: behind - s.off, reason: reason}
		s.off, s.next = behind, s.next+1
		return item{damage: d}, nil
	}
	if at < 0 {
		d := &damage{from: s.next, to: s.last, off: s.off, len: s.end - s.off, reason: reason}
		s.off, s.next = s.end, max(s.next, s.last+1)
		return item{damage: d}, nil
	}
	return s.skipTo(at, found, reason), nil
}

// skipTo takes everything before the intact head h at off as damage.
func (s *scanner) skipTo(off int64, h head, reason string) item {
	upTo := h.position // a seal comes after its position …
	if !h.seal() {
		upTo-- // … a record is it
	}
	d := &damage{from: s.next, to: upTo, off: s.off, len: off - s.off, reason: reason}
	s.off, s.next = off, upTo+1
	return item{damage: d}
}

// find looks for the next intact head from off on whose position can stand
// there; -1 when there is none.
func (s *scanner) find(off int64) (head, int64, error) {
	for s.end-off >= headBytes {
		win, err := s.ahead(off)
		if err != nil {
			return head{}, 0, err
		}
		i := bytes.Index(win, marker[:])
		if i < 0 {
			off += int64(len(win) - len(marker) + 1)
			continue
		}
		b, err := s.view(off+int64(i), headBytes)
		if err != nil {
			return head{}, 0, err
		}
		off += int64(i)
		if h, ok := parseHead(b, s.seed); ok && s.plausible(h) {
			return h, off, nil
		}
		off++
	}
	return head{}, -1, nil
}

// plausible tells whether h can come next: later than what was read, not beyond
// what the segment holds.
func (s *scanner) plausible(h head) bool {
	if h.seal() {
		return h.position+1 >= s.next && h.position <= s.last
	}
	return h.position >= s.next && h.position <= s.last
}

// mostRecords is how many records a segment of size bytes can hold, so that a
// damaged head that passes its checksum cannot invent millions.
func mostRecords(size int64) uint64 {
	return uint64(max(0, size-preludeBytes)) / headBytes
}

// lastPossible is the highest position in a segment of which nobody knows where
// it ends.
func lastPossible(first uint64, size int64) uint64 {
	most := mostRecords(size)
	if first > math.MaxUint64-most {
		return math.MaxUint64 - 1
	}
	return first - 1 + most
}
