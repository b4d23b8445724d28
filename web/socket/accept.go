package socket

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// handshakeWriter is the size of the library's write buffer, in bytes: it
// holds one control frame (131 at most), for as long as the connection lives.
const handshakeWriter = 256

// errNoHijacker is a response writer that keeps its connection to itself.
var errNoHijacker = errors.New("the connection cannot be taken over (HTTP/2, or a response writer in between)")

// Accept answers a handshake and takes the connection over. Where the request
// comes from, and who asks, was checked before. On an error it has answered
// with the contract's error body. The response writer may be wrapped, as long
// as each wrapper is an http.Hijacker or has Unwrap; one that keeps
// statuses learns of the upgrade by its Hijack, not by WriteHeader, because
// wrappers exist that hold a header back.
func Accept(w http.ResponseWriter, r *http.Request, opts Options) (*Conn, error) {
	opts = opts.withDefaults()
	up := &upgrade{ResponseWriter: w, timeout: opts.WriteTimeout}
	lib, err := acceptWith(up, r, opts.Compress)
	if err != nil {
		up.refuse(err)
		return nil, fmt.Errorf("socket: accept: %w", err)
	}
	up.line.begin(frameStyle{deflated: agreedDeflate(w.Header())})
	return newConn(lib, up.line, opts), nil
}

// agreedDeflate tells whether a handshake's answer agreed to compression.
func agreedDeflate(answer http.Header) bool { return answer.Get("Sec-Websocket-Extensions") != "" }

// upgrade is the response writer that the library sees. It finds the
// connection behind wrappers, puts a line on it, and writes the answer itself.
type upgrade struct {
	http.ResponseWriter
	timeout time.Duration
	status  int // of the library's answer; 0: none yet
	line    *line
}

// WriteHeader keeps the status: 101 is written by Hijack, others by refuse.
func (u *upgrade) WriteHeader(status int) { u.status = status }

// Write drops the library's error text: refuse writes the contract's body.
func (u *upgrade) Write(p []byte) (int, error) { return len(p), nil }

// Hijack takes the connection over and answers the handshake.
func (u *upgrade) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := hijack(u.ResponseWriter)
	if err != nil {
		u.status = http.StatusNotImplemented
		return nil, nil, err
	}
	u.line = newLine(conn, u.timeout)
	if err := u.answer(); err != nil {
		conn.Close()
		return nil, nil, err
	}
	return u.line, bufio.NewReadWriter(buffered.Reader, bufio.NewWriterSize(u.line, handshakeWriter)), nil
}

// answer writes the 101 and the header that the library and the middleware made.
func (u *upgrade) answer() error {
	out := bufio.NewWriter(u.line)
	fmt.Fprintf(out, "HTTP/1.1 %d %s\r\n", http.StatusSwitchingProtocols, http.StatusText(http.StatusSwitchingProtocols))
	if err := u.Header().Write(out); err != nil {
		return err
	}
	out.WriteString("\r\n")
	return out.Flush()
}

// refuse writes the contract's error body. A connection that was taken over
// cannot be answered any more.
func (u *upgrade) refuse(err error) {
	if u.line != nil {
		return
	}
	status, code := u.status, "invalid"
	switch {
	case errors.Is(err, errNoHijacker):
		status, code = http.StatusNotImplemented, "internal"
	case status < 400:
		status, code = http.StatusInternalServerError, "internal"
	}
	body, _ := json.Marshal(map[string]map[string]string{"error": {"code": code, "message": err.Error()}}) // strings always encode
	header := u.Header()
	header.Set("Content-Type", "application/json")
	for _, name := range []string{"Sec-Websocket-Accept", "Sec-Websocket-Extensions"} {
		header.Del(name)
	}
	u.ResponseWriter.WriteHeader(status)
	u.ResponseWriter.Write(append(body, '\n'))
}

// hijack takes the connection from w or from the writer it wraps.
func hijack(w http.ResponseWriter) (net.Conn, *bufio.ReadWriter, error) {
	for {
		if h, ok := w.(http.Hijacker); ok {
			if conn, buffered, err := h.Hijack(); err == nil {
				return conn, buffered, nil
			}
		}
		outer, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return nil, nil, errNoHijacker
		}
		w = outer.Unwrap()
	}
}
