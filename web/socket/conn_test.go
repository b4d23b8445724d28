package socket

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestFramesGoBothWays(t *testing.T) {
	t.Parallel()
	for _, compress := range []bool{false, true} {
		t.Run(fmt.Sprint("compress=", compress), func(t *testing.T) {
			t.Parallel()
			opts := Options{ReadLimit: 1 << 20, Compress: compress}
			accepted, dialled := MustPair(t, opts, opts)
			for _, way := range [][2]*Conn{{accepted, dialled}, {dialled, accepted}} {
				sendAndCheck(t, way[0], way[1])
			}
		})
	}
}

func sendAndCheck(t *testing.T, from, to *Conn) {
	t.Helper()
	// Each size is where a length is encoded in another way, or a payload is
	// sent in another way.
	sizes := []int{0, 1, 125, 126, copyBelow - 1, copyBelow, 1<<16 - 1, 1 << 16, 1 << 20}
	var frames [][]byte
	for _, size := range sizes {
		frames = append(frames, text(size), noise(size))
	}
	sent := make(chan error, 1)
	go func() { sent <- from.Write(t.Context(), frames...) }()
	for i, want := range frames {
		got, err := to.Read(testCtx(t))
		if err != nil {
			t.Fatalf("frame %d: %v", i, err)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("frame %d of %d bytes arrived as %d other bytes", i, len(want), len(got))
		}
	}
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
}

func text(n int) []byte { return []byte(strings.Repeat("mosswart ", n/9+1)[:n]) }

// noise does not deflate.
func noise(n int) []byte {
	b, r := make([]byte, n), rand.New(rand.NewPCG(1, uint64(n)))
	for i := range b {
		b[i] = byte(' ' + r.IntN(95))
	}
	return b
}

func TestThousandFramesInOneWrite(t *testing.T) {
	t.Parallel()
	accepted, dialled := MustPair(t, Options{}, Options{})
	frames := make([][]byte, 1000)
	for i := range frames {
		frames[i] = fmt.Appendf(nil, `{"n":%d}`, i)
	}
	for _, way := range [][2]*Conn{{accepted, dialled}, {dialled, accepted}} {
		if err := way[0].Write(t.Context(), frames...); err != nil {
			t.Fatal(err)
		}
		for i := range frames {
			if got, err := way[1].Read(testCtx(t)); err != nil || !bytes.Equal(got, frames[i]) {
				t.Fatalf("frame %d is %q, %v", i, got, err)
			}
		}
	}
}

func TestConcurrentWritesDoNotMix(t *testing.T) {
	t.Parallel()
	accepted, dialled := MustPair(t, Options{}, Options{})
	const writers, each = 8, 100
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				two := [][]byte{fmt.Appendf(nil, "%d %d a", w, i), fmt.Appendf(nil, "%d %d b", w, i)}
				if err := accepted.Write(t.Context(), two...); err != nil {
					t.Error(err)
				}
			}
		})
	}
	next := make([]int, writers)
	for range writers * each {
		var w, i int
		a, err := dialled.Read(testCtx(t))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Sscanf(string(a), "%d %d a", &w, &i); err != nil || i != next[w] {
			t.Fatalf("%q came, frame %d of writer %d was due", a, next[w], w)
		}
		next[w]++
		if b, err := dialled.Read(testCtx(t)); err != nil || string(b) != fmt.Sprintf("%d %d b", w, i) {
			t.Fatalf("after %q came %q, %v", a, b, err)
		}
	}
	wg.Wait()
}

func TestReadLimitIsExact(t *testing.T) {
	t.Parallel()
	const limit = 5000
	accepted, dialled := MustPair(t, Options{ReadLimit: limit}, Options{})
	if err := dialled.Write(t.Context(), noise(limit), noise(limit+1)); err != nil {
		t.Fatal(err)
	}
	if got, err := accepted.Read(testCtx(t)); err != nil || len(got) != limit {
		t.Fatalf("a frame of the very limit: %d bytes, %v", len(got), err)
	}
	_, err := accepted.Read(testCtx(t))
	wantStatus(t, err, TooLarge)
	_, err = dialled.Read(testCtx(t))
	wantStatus(t, err, TooLarge)
}

func TestOversizedAnnouncementIsNotBelieved(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{ReadLimit: 1000}, "")
	p.bytes([]byte{finText, maskedBit | 127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4})
	go p.Write(make([]byte, 4000))
	_, err := c.Read(testCtx(t))
	wantStatus(t, err, TooLarge)
	p.wantClose(TooLarge)
}

func TestOversizedInFragments(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{ReadLimit: 1000}, "")
	p.frame(finText&^0x80, string(noise(600)))
	p.frame(0x80, string(noise(600)))
	_, err := c.Read(testCtx(t))
	wantStatus(t, err, TooLarge)
	p.wantClose(TooLarge)
}

const offerDeflate = "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; server_no_context_takeover\r\n"

func TestDeflateBomb(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{ReadLimit: 64 << 10, Compress: true}, offerDeflate)
	bomb := deflate(make([]byte, 64<<20))
	if len(bomb) > 1<<20 {
		t.Fatalf("%d bytes are no bomb", len(bomb))
	}
	go p.Write(rawFrame(finText|deflatedBit, bomb)) // fails when the server hangs up
	_, err := c.Read(testCtx(t))
	wantStatus(t, err, TooLarge)
	p.wantClose(TooLarge)
}

func TestDeflateLimitCountsAfterInflation(t *testing.T) {
	t.Parallel()
	const limit = 20000
	c, p := MustRawPair(t, Options{ReadLimit: limit, Compress: true}, offerDeflate)
	p.bytes(rawFrame(finText|deflatedBit, deflate(text(limit))))
	if got, err := c.Read(testCtx(t)); err != nil || !bytes.Equal(got, text(limit)) {
		t.Fatalf("a deflated frame of the very limit: %d bytes, %v", len(got), err)
	}
	p.bytes(rawFrame(finText|deflatedBit, deflate(text(limit+1))))
	_, err := c.Read(testCtx(t))
	wantStatus(t, err, TooLarge)
}

func TestDeflateGarbageEndsTheConnection(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{Compress: true}, offerDeflate)
	p.bytes(rawFrame(finText|deflatedBit, []byte("this was never deflated")))
	if got, err := c.Read(testCtx(t)); err == nil {
		t.Fatalf("garbage was inflated to %q", got)
	}
	p.wantClose(ProtocolError)
}

func TestCompressedOnlyWhereAgreed(t *testing.T) {
	t.Parallel()
	long := text(CompressFrom)
	c, p := MustRawPair(t, Options{Compress: true}, "")
	if err := c.Write(t.Context(), long); err != nil {
		t.Fatal(err)
	}
	p.wantText(string(long))

	c, p = MustRawPair(t, Options{Compress: true}, offerDeflate)
	if err := c.Write(t.Context(), long, []byte("short")); err != nil {
		t.Fatal(err)
	}
	if first, payload, err := p.next(); err != nil || first != finText|deflatedBit || len(payload) >= len(long) {
		t.Fatalf("a long frame came as %#x with %d bytes, %v", first, len(payload), err)
	}
	p.wantText("short")
}

func TestFragmentsAndControlFramesBetween(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{}, "")
	p.frame(finText&^0x80, `{"a"`)
	p.frame(0x89, "are you there?")
	p.frame(0x00, `:`)
	p.frame(0x8a, "a pong nobody asked for")
	p.frame(0x80, `1}`)
	got, err := c.Read(testCtx(t))
	if err != nil || string(got) != `{"a":1}` {
		t.Fatalf("Read = %q, %v", got, err)
	}
	if first, payload, err := p.next(); err != nil || first != 0x8a || string(payload) != "are you there?" {
		t.Fatalf("the ping was answered with %#x %q, %v", first, payload, err)
	}
}

func TestFrameByteByByte(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{}, "")
	go func() {
		for _, b := range rawFrame(finText, []byte(`{"slow":"but whole"}`)) {
			p.Write([]byte{b})
		}
	}()
	if got, err := c.Read(testCtx(t)); err != nil || string(got) != `{"slow":"but whole"}` {
		t.Fatalf("Read = %q, %v", got, err)
	}
}

func TestHalfAFrame(t *testing.T) {
	t.Parallel()
	whole := rawFrame(finText, noise(300))
	for _, n := range []int{1, 3, 6, 100} {
		c, p := MustRawPair(t, Options{}, "")
		p.bytes(whole[:n])
		p.Close()
		if got, err := c.Read(testCtx(t)); err == nil {
			t.Fatalf("%d bytes of a frame were read as %q", n, got)
		}
		select {
		case <-c.Done():
		default:
			t.Fatal("the connection goes on after a Read failed")
		}
	}
}

func TestBinaryIsRefused(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{}, "")
	p.frame(0x82, "binary")
	_, err := c.Read(testCtx(t))
	wantStatus(t, err, Unsupported)
	p.wantClose(Unsupported)
}

func TestGarbage(t *testing.T) {
	t.Parallel()
	cases := map[string][]byte{
		"another protocol":        []byte("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n and then some more bytes"),
		"an unmasked frame":       append([]byte{finText, 5}, "hello"...),
		"a reserved bit":          rawFrame(finText|0x20, []byte("x")),
		"deflated, never agreed":  rawFrame(finText|deflatedBit, []byte("x")),
		"an unknown opcode":       rawFrame(0x83, []byte("x")),
		"a fragmented ping":       rawFrame(0x09, []byte("x")),
		"a ping of 126 bytes":     rawFrame(0x89, noise(126)),
		"continuing nothing":      rawFrame(0x80, []byte("x")),
		"text within text":        append(rawFrame(0x01, []byte("x")), rawFrame(finText, []byte("y"))...),
		"a close of one byte":     rawFrame(finClose, []byte("x")),
		"a close with a bad code": rawFrame(finClose, []byte{0, 1}),
	}
	for name, garbage := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, p := MustRawPair(t, Options{}, "")
			p.bytes(garbage)
			if got, err := c.Read(testCtx(t)); err == nil {
				t.Fatalf("read as %q", got)
			}
			p.wantClose(ProtocolError)
			if err := c.Write(t.Context(), []byte("x")); err == nil {
				t.Fatal("Write goes on after garbage")
			}
		})
	}
}

func TestWriteDeadline(t *testing.T) {
	t.Parallel()
	c, _ := MustRawPair(t, Options{WriteTimeout: 100 * time.Millisecond}, "")
	began := time.Now()
	var err error
	for err == nil && time.Since(began) < testPatience {
		err = c.Write(t.Context(), noise(1<<20))
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("writing to a peer that never reads gave %v", err)
	}
	if _, err := c.Read(testCtx(t)); err == nil {
		t.Fatal("Read goes on after a write ran out of time")
	}
}

func TestPingsOfAPeerThatTakesNothing(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{WriteTimeout: 300 * time.Millisecond}, "")
	go func() {
		for c.Write(t.Context(), noise(1<<20)) == nil {
		}
	}()
	go func() {
		for ping := rawFrame(0x89, noise(100)); ; {
			if _, err := p.Write(ping); err != nil {
				return
			}
		}
	}()
	if got, err := c.Read(testCtx(t)); err == nil {
		t.Fatalf("Read = %q", got)
	}
}

func TestWriteLooksAtItsContextFirst(t *testing.T) {
	t.Parallel()
	accepted, dialled := MustPair(t, Options{}, Options{})
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := accepted.Write(over, []byte("late")); !errors.Is(err, context.Canceled) {
		t.Fatalf("Write with an ended context: %v", err)
	}
	if err := accepted.Write(t.Context(), []byte("in time")); err != nil {
		t.Fatal(err)
	}
	if got, err := dialled.Read(testCtx(t)); err != nil || string(got) != "in time" {
		t.Fatalf("Read = %q, %v", got, err)
	}
}

func TestReadEndsWithItsContext(t *testing.T) {
	t.Parallel()
	accepted, dialled := MustPair(t, Options{}, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	_, err := accepted.Read(ctx)
	wantStatus(t, err, GoingAway)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v does not say that the context ended", err)
	}
	_, err = dialled.Read(testCtx(t))
	wantStatus(t, err, GoingAway)
}

func TestContextOfAFinishedReadIsForgotten(t *testing.T) {
	t.Parallel()
	accepted, dialled := MustPair(t, Options{}, Options{})
	for range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		if err := dialled.Write(t.Context(), []byte("x")); err != nil {
			t.Fatal(err)
		}
		if _, err := accepted.Read(ctx); err != nil {
			t.Fatal(err)
		}
		cancel()
	}
}
