package socket

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// testPatience bounds what a test waits for, so that a fault is a message and
// not a hang.
const testPatience = 2 * time.Minute

// testCtx ends with the test, or when patience does.
func testCtx(tb testing.TB) context.Context {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), testPatience)
	tb.Cleanup(cancel)
	return ctx
}

// MustServe runs handle for each connection that is accepted; it returns the
// server's ws:// address.
func MustServe(tb testing.TB, opts Options, handle func(*Conn)) string {
	tb.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := Accept(w, r, opts)
		if err != nil {
			return
		}
		handle(c)
	}))
	tb.Cleanup(srv.Close)
	return "ws" + strings.TrimPrefix(srv.URL, "http")
}

// MustAccepted is a server's side of a connection that dial opens.
func MustAccepted(tb testing.TB, opts Options, dial func(url string)) *Conn {
	tb.Helper()
	accepted, over := make(chan *Conn, 1), make(chan struct{})
	url := MustServe(tb, opts, func(c *Conn) {
		accepted <- c
		<-over
		c.Close(Normal, "")
	})
	tb.Cleanup(func() { close(over) })
	dial(url)
	select {
	case c := <-accepted:
		return c
	case <-time.After(testPatience):
		tb.Fatal("nothing was accepted")
		return nil
	}
}

// MustPair is both sides of one connection.
func MustPair(tb testing.TB, server, client Options) (accepted, dialled *Conn) {
	tb.Helper()
	accepted = MustAccepted(tb, server, func(url string) { dialled = MustDial(tb, url, client) })
	return accepted, dialled
}

// MustDial is a client's connection, closed with the test.
func MustDial(tb testing.TB, url string, opts Options) *Conn {
	tb.Helper()
	c, _, err := Dial(testCtx(tb), url, nil, opts)
	if err != nil {
		tb.Fatalf("Dial: %v", err)
	}
	tb.Cleanup(func() { c.Close(Normal, "") })
	return c
}

// rawPeer is a client that does exactly what it is told, bytes and all.
type rawPeer struct {
	tb testing.TB
	net.Conn
	r *bufio.Reader
}

const rawHandshake = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

// MustRaw opens a raw client; extra are header lines, each with its line end.
func MustRaw(tb testing.TB, url, extra string) *rawPeer {
	tb.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "ws://"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(testPatience))
	p := &rawPeer{tb, conn, bufio.NewReader(conn)}
	p.shake(extra)
	return p
}

// MustRawPair is the server's side and a raw client.
func MustRawPair(tb testing.TB, opts Options, extra string) (c *Conn, p *rawPeer) {
	tb.Helper()
	c = MustAccepted(tb, opts, func(url string) { p = MustRaw(tb, url, extra) })
	return c, p
}

func (p *rawPeer) shake(extra string) {
	p.tb.Helper()
	p.bytes([]byte(rawHandshake + extra + "\r\n"))
	resp, err := http.ReadResponse(p.r, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		p.tb.Fatalf("handshake: %v, %v", resp, err)
	}
}

func (p *rawPeer) bytes(b []byte) {
	p.tb.Helper()
	if _, err := p.Write(b); err != nil {
		p.tb.Fatalf("raw write: %v", err)
	}
}

// rawFrame is a masked frame with the first byte as given.
func rawFrame(first byte, payload []byte) []byte {
	var b frameBuffer
	b.addMasked(first, payload)
	return b.scratch
}

func (p *rawPeer) frame(first byte, payload string) {
	p.tb.Helper()
	p.bytes(rawFrame(first, []byte(payload)))
}

// next is the next frame from the server.
func (p *rawPeer) next() (first byte, payload []byte, err error) {
	var head [2]byte
	if _, err := io.ReadFull(p.r, head[:]); err != nil {
		return 0, nil, err
	}
	size := uint64(head[1])
	wide := map[byte]int{126: 2, 127: 8}[head[1]]
	if wide > 0 {
		var b [8]byte
		if _, err := io.ReadFull(p.r, b[8-wide:]); err != nil {
			return 0, nil, err
		}
		size = binary.BigEndian.Uint64(b[:])
	}
	payload = make([]byte, size)
	_, err = io.ReadFull(p.r, payload)
	return head[0], payload, err
}

// wantClose reads on until the server's close frame and checks its code.
func (p *rawPeer) wantClose(code StatusCode) {
	p.tb.Helper()
	for {
		first, payload, err := p.next()
		if err != nil {
			p.tb.Fatalf("no close frame came: %v", err)
		}
		if first != finClose {
			continue
		}
		if got := StatusCode(binary.BigEndian.Uint16(payload)); got != code {
			p.tb.Fatalf("closed with %d %q, want %d", got, payload[2:], code)
		}
		return
	}
}

// wantText checks the next frame.
func (p *rawPeer) wantText(want string) {
	p.tb.Helper()
	first, payload, err := p.next()
	if err != nil || first != finText || string(payload) != want {
		p.tb.Fatalf("next frame is %#x %.40q, %v; want text %.40q", first, payload, err, want)
	}
}

// wantStatus checks the code an error carries.
func wantStatus(tb testing.TB, err error, code StatusCode) {
	tb.Helper()
	if got := CloseStatus(err); got != code {
		tb.Fatalf("CloseStatus(%v) = %d, want %d", err, got, code)
	}
}
