package web

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// hasty is a patience that a test can wait for.
var hasty = patience{step: time.Second, body: 3 * time.Second}

// MustServePatiently serves h with little patience.
func MustServePatiently(tb testing.TB, h http.HandlerFunc) net.Conn {
	tb.Helper()
	server := httptest.NewServer(hasty.limit(h))
	tb.Cleanup(server.Close)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close() })
	return conn
}

func TestABodyThatStallsIsGivenUp(t *testing.T) {
	t.Parallel()
	failed := make(chan error, 1)
	conn := MustServePatiently(t, func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		failed <- err
	})
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf")
	if err := <-failed; err == nil {
		t.Error("a body that never came was read")
	}
}

func TestABodyThatDripsIsGivenUp(t *testing.T) {
	t.Parallel()
	failed := make(chan error, 1)
	conn := MustServePatiently(t, func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		failed <- err
	})
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
	drip := time.NewTicker(hasty.step / 5)
	defer drip.Stop()
	for {
		select {
		case err := <-failed:
			if err == nil {
				t.Error("a body that drips was read")
			}
			return
		case <-drip.C:
			_, _ = conn.Write([]byte("x"))
		}
	}
}

func TestAnAnswerThatNobodyTakesIsGivenUp(t *testing.T) {
	t.Parallel()
	failed := make(chan error, 1)
	conn := MustServePatiently(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := bytes.Repeat([]byte("x"), 1<<20)
		for {
			if _, err := w.Write(chunk); err != nil {
				failed <- err
				return
			}
		}
	})
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	if err := <-failed; err == nil {
		t.Error("no error")
	}
}

func TestAHandlerMayTakeItsTime(t *testing.T) {
	t.Parallel()
	for name, request := range map[string]string{
		"without a body": "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"with a body":    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := MustServePatiently(t, func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.ReadAll(r.Body)
				select {
				case <-r.Context().Done():
					w.WriteHeader(http.StatusGone)
				case <-time.After(3 * hasty.step):
				}
			})
			in := bufio.NewReader(conn)
			for range 2 { // the second on the same connection, whose old deadlines are past
				_, _ = io.WriteString(conn, request)
				resp, err := http.ReadResponse(in, nil)
				if err != nil || resp.StatusCode != 200 {
					t.Fatalf("%v, %v", resp, err)
				}
				_, _ = io.Copy(io.Discard, resp.Body)
			}
		})
	}
}

func TestAConnectionThatWasHandedOverHasNoDeadline(t *testing.T) {
	t.Parallel()
	conn := MustServePatiently(t, func(w http.ResponseWriter, _ *http.Request) {
		own, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		go func() {
			defer own.Close()
			one := make([]byte, 1)
			if _, err := own.Read(one); err == nil {
				_, _ = own.Write([]byte("late"))
			}
		}()
	})
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	<-time.After(3 * hasty.step)
	_, _ = conn.Write([]byte("x"))
	if text, err := io.ReadAll(conn); err != nil || string(text) != "late" {
		t.Errorf("%q, %v", text, err)
	}
}
