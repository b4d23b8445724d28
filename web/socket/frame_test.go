package socket

import (
	"bytes"
	"context"
	"io"
	"net"
	"testing"

	"pgregory.net/rapid"
)

func TestSmallFramesAreOnePiece(t *testing.T) {
	frames := make([][]byte, 1000)
	for i := range frames {
		frames[i] = noise(200)
	}
	b := frameStyle{}.assemble(frames)
	defer b.release()
	if len(b.pieces) != 1 {
		t.Errorf("1,000 small frames are %d pieces", len(b.pieces))
	}
}

func TestLargePayloadsAreNotCopied(t *testing.T) {
	large := noise(100 << 10)
	b := frameStyle{}.assemble([][]byte{[]byte("a"), large, []byte("b"), large})
	if len(b.pieces) != 4 || &b.pieces[1][0] != &large[0] || &b.pieces[3][0] != &large[0] {
		t.Errorf("%d pieces, or the large ones are copies", len(b.pieces))
	}
	if allocs := testing.AllocsPerRun(100, func() { frameStyle{}.assemble([][]byte{large}).release() }); allocs > 1 {
		t.Errorf("framing a large payload allocates %v times", allocs)
	}
}

// countingConn is no *net.TCPConn, and counts writes.
type countingConn struct {
	net.Conn
	writes int
	got    bytes.Buffer
}

func (c *countingConn) Write(p []byte) (int, error) { c.writes++; return c.got.Write(p) }

func TestOtherConnectionsGetOneWriteToo(t *testing.T) {
	conn := &countingConn{}
	b := frameStyle{}.assemble([][]byte{[]byte("a"), noise(5000), []byte("b"), noise(5000)})
	if err := b.writeTo(conn); err != nil || conn.writes != 1 || conn.got.Len() != 2*(2+1)+2*(4+5000) {
		t.Errorf("%d writes of %d bytes, %v", conn.writes, conn.got.Len(), err)
	}
}

// What assemble makes is what RFC 6455 calls frames, of whatever style.
func TestAssembledFramesParse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		style := frameStyle{masked: rapid.Bool().Draw(t, "masked")}
		var payloads [][]byte
		for _, size := range rapid.SliceOfN(rapid.IntRange(0, 70000), 0, 5).Draw(t, "sizes") {
			payloads = append(payloads, noise(size))
		}
		b := style.assemble(payloads)
		stream := bytes.Join(b.pieces, nil)
		b.release()
		for i, want := range payloads {
			got, rest := parseFrame(t, stream, style.masked)
			if !bytes.Equal(got, want) {
				t.Fatalf("frame %d of %d bytes came back as %d", i, len(want), len(got))
			}
			stream = rest
		}
		if len(stream) > 0 {
			t.Fatalf("%d bytes are left over", len(stream))
		}
	})
}

// parseFrame reads one text frame in the plainest way.
func parseFrame(t *rapid.T, s []byte, masked bool) (payload, rest []byte) {
	if s[0] != finText || s[1]&maskedBit != 0 != masked {
		t.Fatalf("a frame begins %x", s[:2])
	}
	size, wide := int(s[1]&^maskedBit), 0
	switch size {
	case 126:
		wide = 2
	case 127:
		wide = 8
	}
	if s = s[2:]; wide > 0 {
		size = 0
		for _, b := range s[:wide] {
			size = size<<8 | int(b)
		}
		s = s[wide:]
	}
	var key []byte
	if masked {
		key, s = s[:4], s[4:]
	}
	payload = bytes.Clone(s[:size])
	for i := range payload {
		if masked {
			payload[i] ^= key[i%4]
		}
	}
	return payload, s[size:]
}

// FuzzRead feeds a connection whatever a stranger sends: it never panics,
// never returns more than the limit, and ends.
func FuzzRead(f *testing.F) {
	f.Add(rawFrame(finText, []byte(`{"type":"subscribe"}`)))
	f.Add(rawFrame(finText|deflatedBit, deflate(text(3000))))
	f.Add(append(rawFrame(0x01, []byte("a")), rawFrame(0x80, []byte("b"))...))
	f.Add(rawFrame(finClose, []byte{3, 232}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, stream []byte) {
		const limit = 2000
		c, p := mustPipePair(t, Options{ReadLimit: limit, Compress: true}, offerDeflate)
		go io.Copy(io.Discard, p.r)
		go func() {
			p.Write(stream)
			p.Close()
		}()
		for {
			frame, err := c.Read(context.Background())
			if len(frame) > limit {
				t.Fatalf("a frame of %d bytes", len(frame))
			}
			if err != nil {
				break
			}
		}
		<-c.gone
	})
}
