package tracker

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// Ten thousand strangers at the door do not disturb those who are inside.
func TestTenThousandWrongSecrets(t *testing.T) {
	const attempts, callers, events = 10_000, 8, 200
	h := newHouse(t)
	browser, plugin := h.browser(), h.plugin()
	var refused atomic.Int64
	var strangers errgroup.Group
	for range callers {
		strangers.Go(func() error {
			for range attempts / callers {
				request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.site.URL+"/ws/position", nil)
				if err != nil {
					return err
				}
				request.Header.Set("X-Plugin-Secret", "guess")
				request.Header.Set("Connection", "Upgrade")
				request.Header.Set("Upgrade", "websocket")
				answer, err := http.DefaultClient.Do(request)
				if err != nil {
					return err
				}
				if _, err := io.Copy(io.Discard, answer.Body); err != nil {
					return err
				}
				answer.Body.Close()
				if answer.StatusCode == http.StatusUnauthorized {
					refused.Add(1)
				}
			}
			return nil
		})
	}
	for i := range events {
		plugin.send(liveFrame, "A", 1.0, 1.0, i)
		browser.wait("the telemetry", func(m map[string]any) bool { return m["kills"] == float64(i) })
	}
	if err := strangers.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := refused.Load(); got != attempts {
		t.Errorf("%d of %d strangers were refused", got, attempts)
	}
	if got := h.module.plugins.count(); got != 1 {
		t.Errorf("%d sockets are open, want the plugin's alone", got)
	}
}

// A plugin that stops in the middle of a frame, and one that never reads, hold
// up nobody and lose nothing of what was whole.
func TestHalfFramesAndDeafPlugins(t *testing.T) {
	h := newHouse(t)
	half := rawPlugin(t, h)
	whole := fmt.Sprintf(liveFrame, "Half", 1.0, 1.0, 1)
	half.send(whole)
	half.sendBytes(maskedFrame(whole)[:20])

	deaf := rawPlugin(t, h)
	deaf.send(`{"type":"register","character_name":"Deaf"}`)
	talker, listener := h.plugin(), h.plugin()
	listener.send(`{"type":"register","character_name":"Listener"}`)
	h.eventually("both are known", func() bool { return h.module.plugins.connected("Deaf") && h.module.plugins.connected("Listener") })
	padding := strings.Repeat("x", 8<<10)
	for i := range 500 { // 4 MB, far beyond what the network holds for who does not read
		talker.send(`{"type":"share_position_update","character_name":"Talker","n":%d,"padding":"%s"}`, i, padding)
	}
	listener.wait("the newest share", func(m map[string]any) bool { return m["n"] == 499.0 })
	h.eventually("the whole event is stored", func() bool { return h.count(`select count(*) from telemetry_events`) == 1 })
	half.conn.Close()
	h.eventually("the broken socket is gone", func() bool { return !h.module.plugins.connected("Half") })
}

// rawSocket speaks the WebSocket protocol by hand, so that it can break it.
type rawSocket struct {
	t    *testing.T
	conn net.Conn
}

func rawPlugin(t *testing.T, h *house) *rawSocket {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(h.site.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	s := &rawSocket{t, conn}
	s.sendBytes([]byte("GET /ws/position HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Plugin-Secret: " + testSecret + "\r\n\r\n"))
	answer := make([]byte, 12)
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(conn, answer); err != nil || string(answer) != "HTTP/1.1 101" {
		t.Fatalf("no upgrade: %q %v", answer, err)
	}
	return s
}

func (s *rawSocket) send(text string) { s.sendBytes(maskedFrame(text)) }

func (s *rawSocket) sendBytes(b []byte) {
	s.t.Helper()
	if _, err := s.conn.Write(b); err != nil {
		s.t.Fatal(err)
	}
}

// maskedFrame is a text frame of up to 65,535 bytes as clients send it, masked
// with zeros (RFC 6455, section 5.2).
func maskedFrame(text string) []byte {
	frame := []byte{0x81}
	if len(text) < 126 {
		frame = append(frame, 0x80|byte(len(text)))
	} else {
		frame = append(frame, 0x80|126, byte(len(text)>>8), byte(len(text)))
	}
	return append(append(frame, 0, 0, 0, 0), text...)
}
