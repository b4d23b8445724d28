package socket

import (
	"bytes"
	"compress/flate"
	"crypto/rand"
	"encoding/binary"
	"net"
	"sync"
)

const (
	finText      = 0x81 // a whole text message
	finClose     = 0x88 // a close frame
	deflatedBit  = 0x40 // RSV1 under permessage-deflate
	maskedBit    = 0x80
	maxFrameHead = 14 // bytes: two, a length of eight, a mask of four
)

// CompressFrom is the payload from which on a frame is deflated where that was
// agreed, in bytes: below it a frame fits a network packet anyway.
const CompressFrom = 1 << 10

// copyBelow is the payload below which a frame is gathered with its neighbours
// rather than handed to the kernel as a piece of its own, in bytes. A hundred
// frames of 200 bytes cost 93 ns each gathered, 207 ns each as pieces, and the
// kernel takes no more than 1,024 pieces a call.
const copyBelow = 1 << 10

// keepScratch is the largest scratch that is kept for the next write, in bytes.
const keepScratch = 128 << 10

// frameStyle is how one connection's text frames look.
type frameStyle struct {
	masked   bool // a client's frames are masked
	deflated bool // permessage-deflate was agreed
}

// frameBuffer is what one write sends: pieces that are parts of scratch, or
// whole payloads.
type frameBuffer struct {
	scratch []byte
	begun   int // where in scratch the piece begins that is still growing
	pieces  net.Buffers
	rest    net.Buffers // what WriteTo consumes
}

var frameBuffers = sync.Pool{New: func() any { return new(frameBuffer) }}

// assemble frames payloads. The buffer refers to large ones until it is
// released.
func (s frameStyle) assemble(payloads [][]byte) *frameBuffer {
	b := frameBuffers.Get().(*frameBuffer)
	for _, p := range payloads {
		first := byte(finText)
		if s.deflated && len(p) >= CompressFrom {
			if small := deflate(p); len(small) < len(p) {
				p, first = small, first|deflatedBit
			}
		}
		if s.masked {
			b.addMasked(first, p)
		} else {
			b.add(first, p)
		}
	}
	b.cut()
	return b
}

func (b *frameBuffer) add(first byte, p []byte) {
	b.scratch = appendHead(b.scratch, first, 0, len(p))
	if len(p) < copyBelow {
		b.scratch = append(b.scratch, p...)
		return
	}
	b.cut()
	b.pieces = append(b.pieces, p)
}

func (b *frameBuffer) addMasked(first byte, p []byte) {
	var key [4]byte
	rand.Read(key[:])
	b.scratch = appendHead(b.scratch, first, maskedBit, len(p))
	b.scratch = append(b.scratch, key[:]...)
	from := len(b.scratch)
	b.scratch = append(b.scratch, p...)
	mask(b.scratch[from:], key)
}

// cut ends the piece that grows in scratch. Scratch may move when it grows
// further: a piece keeps the array that it was cut from.
func (b *frameBuffer) cut() {
	if len(b.scratch) > b.begun {
		b.pieces = append(b.pieces, b.scratch[b.begun:len(b.scratch):len(b.scratch)])
		b.begun = len(b.scratch)
	}
}

// writeTo sends all pieces: a TCP connection takes them in one system call,
// for others they are joined first.
func (b *frameBuffer) writeTo(conn net.Conn) error {
	if _, ok := conn.(*net.TCPConn); !ok && len(b.pieces) > 1 {
		_, err := conn.Write(bytes.Join(b.pieces, nil))
		return err
	}
	b.rest = b.pieces
	_, err := b.rest.WriteTo(conn)
	return err
}

// release gives the buffer back. It refers to no payload afterwards.
func (b *frameBuffer) release() {
	clear(b.pieces)
	b.pieces, b.rest, b.scratch, b.begun = b.pieces[:0], nil, b.scratch[:0], 0
	if cap(b.scratch) <= keepScratch {
		frameBuffers.Put(b)
	}
}

// appendHead appends a frame's head up to its length; masked is maskedBit or 0.
func appendHead(dst []byte, first, masked byte, size int) []byte {
	switch {
	case size < 126:
		return append(dst, first, masked|byte(size))
	case size < 1<<16:
		return binary.BigEndian.AppendUint16(append(dst, first, masked|126), uint16(size))
	default:
		return binary.BigEndian.AppendUint64(append(dst, first, masked|127), uint64(size))
	}
}

// mask is RFC 6455's masking, in place, eight bytes at a time.
func mask(p []byte, key [4]byte) {
	k := binary.LittleEndian.Uint32(key[:])
	k8 := uint64(k)<<32 | uint64(k)
	for len(p) >= 8 {
		binary.LittleEndian.PutUint64(p, binary.LittleEndian.Uint64(p)^k8)
		p = p[8:]
	}
	for i := range p {
		p[i] ^= key[i&3]
	}
}

func isCloseFrame(p []byte) bool { return len(p) >= 2 && p[0] == finClose }

// closeFrame is a close frame's bytes. A reason over 123 bytes is cut.
func (s frameStyle) closeFrame(code StatusCode, reason string) []byte {
	payload := binary.BigEndian.AppendUint16(nil, uint16(code))
	payload = append(payload, cutText(reason, maxReason)...)
	b := frameBuffer{}
	if s.masked {
		b.addMasked(finClose, payload)
	} else {
		b.add(finClose, payload)
	}
	return b.scratch
}

var deflaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.BestSpeed) // a constant level is never an error
	return w
}}

// deflateTail ends every flush of a deflate stream; permessage-deflate leaves
// it away.
const deflateTail = "\x00\x00\xff\xff"

// deflate is p as one message of permessage-deflate without context takeover.
func deflate(p []byte) []byte {
	var out bytes.Buffer
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(&out)
	if _, err := w.Write(p); err != nil {
		return p
	}
	if err := w.Flush(); err != nil {
		return p
	}
	return bytes.TrimSuffix(out.Bytes(), []byte(deflateTail))
}
