package eventlog

import (
	"encoding/binary"
	"hash/crc32"
	"time"

	"github.com/google/uuid"
)

// A frame is a record as it stands in a segment: a head of headBytes, then kind,
// character name and payload. Integers are little endian.
//
//	 0  4  marker
//	 4  4  body length: kind, name and payload
//	 8  8  position
//	16  8  received at, microseconds since 1970
//	24  2  kind length; sealKind in a seal
//	26  2  name length
//	28  4  CRC-32C of the body
//	32  4  CRC-32C of the log's id and of bytes 0 to 31
//
// The head has a checksum of its own so that a damaged body never makes its
// length doubtful, and the id goes into it so that a frame of another log, or a
// payload that looks like a frame, is none of ours.
const (
	headBytes = 36
	maxBody   = MaxPayloadBytes + MaxKindBytes + MaxNameBytes
	sealKind  = 0xFFFF
)

// marker begins every frame. It is no valid UTF-8, so no JSON text holds it.
var marker = [4]byte{0xE7, 'M', 'O', 0xF1}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// seedOf is what the head checksums of a log begin with.
func seedOf(id uuid.UUID) uint32 { return crc32.Checksum(id[:], castagnoli) }

// head is the decoded head of a frame.
type head struct {
	body     int // bytes after the head
	position uint64
	received int64 // microseconds since 1970
	kind     int   // bytes, or sealKind
	name     int   // bytes
	sum      uint32
}

// seal tells whether the frame is no record but the word that all records up to
// its position were synced. It is written when a log is closed in order: what is
// missing before it is damage, not a torn tail.
func (h head) seal() bool { return h.kind == sealKind }

// size is the frame's, in bytes.
func (h head) size() int64 { return int64(headBytes + h.body) }

// frameBytes is the size of the frame that r becomes.
func frameBytes(r *Record) int64 {
	return int64(headBytes + len(r.Kind) + len(r.CharacterName) + len(r.Payload))
}

// appendFrame encodes r.
func appendFrame(dst []byte, seed uint32, r *Record) []byte {
	start := len(dst)
	dst = append(dst, make([]byte, headBytes)...)
	dst = append(dst, r.Kind...)
	dst = append(dst, r.CharacterName...)
	dst = append(dst, r.Payload...)
	putHead(dst[start:], seed, head{
		body:     len(dst) - start - headBytes,
		position: r.Position,
		received: r.ReceivedAt.UnixMicro(),
		kind:     len(r.Kind),
		name:     len(r.CharacterName),
		sum:      crc32.Checksum(dst[start+headBytes:], castagnoli),
	})
	return dst
}

// sealFrame encodes the seal after position.
func sealFrame(seed uint32, position uint64, received int64) []byte {
	b := make([]byte, headBytes)
	putHead(b, seed, head{position: position, received: received, kind: sealKind})
	return b
}

func putHead(b []byte, seed uint32, h head) {
	copy(b, marker[:])
	binary.LittleEndian.PutUint32(b[4:], uint32(h.body))
	binary.LittleEndian.PutUint64(b[8:], h.position)
	binary.LittleEndian.PutUint64(b[16:], uint64(h.received))
	binary.LittleEndian.PutUint16(b[24:], uint16(h.kind))
	binary.LittleEndian.PutUint16(b[26:], uint16(h.name))
	binary.LittleEndian.PutUint32(b[28:], h.sum)
	binary.LittleEndian.PutUint32(b[32:], crc32.Update(seed, castagnoli, b[:32]))
}

// parseHead decodes the head at the begin of b; false when there is none.
func parseHead(b []byte, seed uint32) (head, bool) {
	if len(b) < headBytes || [4]byte(b[:4]) != marker {
		return head{}, false
	}
	if crc32.Update(seed, castagnoli, b[:32]) != binary.LittleEndian.Uint32(b[32:]) {
		return head{}, false
	}
	length := binary.LittleEndian.Uint32(b[4:])
	h := head{
		body:     int(min(length, maxBody+1)),
		position: binary.LittleEndian.Uint64(b[8:]),
		received: int64(binary.LittleEndian.Uint64(b[16:])),
		kind:     int(binary.LittleEndian.Uint16(b[24:])),
		name:     int(binary.LittleEndian.Uint16(b[26:])),
		sum:      binary.LittleEndian.Uint32(b[28:]),
	}
	if h.seal() {
		return h, h.body == 0
	}
	return h, h.body <= maxBody && h.kind+h.name <= h.body
}

// bodyIntact tells whether body is the one that h was written with.
func (h head) bodyIntact(body []byte) bool {
	return crc32.Checksum(body, castagnoli) == h.sum
}

// record decodes a frame's body. The payload is body's memory; kind and name are
// made by text.
func (h head) record(body []byte, text func([]byte) string) Record {
	return Record{
		Position:      h.position,
		ReceivedAt:    time.UnixMicro(h.received).UTC(),
		Kind:          text(body[:h.kind]),
		CharacterName: text(body[h.kind : h.kind+h.name]),
		Payload:       body[h.kind+h.name : h.body : h.body],
	}
}
