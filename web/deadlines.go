package web

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// How long a caller may dawdle. The server has no timeout for a request as a
// whole, because sockets and event streams are requests too; it is each step that
// has one.
const (
	headerTimeout = 10 * time.Second // to send a request's header
	stepTimeout   = 30 * time.Second // to send or take the next piece of a body
	bodyTimeout   = 10 * time.Minute // to send all of a body: the largest, over a slow line
	idleTimeout   = 2 * time.Minute  // between two requests; longer than proxies keep theirs
	maxHeader     = 64 << 10         // bytes of a header; cookies and long searches fit
)

// patience is how long a caller may take for a step and for a whole body.
type patience struct{ step, body time.Duration }

// usual is the patience with the internet.
func usual() patience { return patience{step: stepTimeout, body: bodyTimeout} }

// limit cuts off callers who send their body, or take their answer, a byte now and
// then to keep a connection busy.
func (p patience) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		if r.Body != nil && r.Body != http.NoBody {
			body := &patientBody{ReadCloser: r.Body, control: control, step: p.step, until: time.Now().Add(p.body)}
			body.wait()
			r.Body = body
		}
		pw := &patientWriter{ResponseWriter: w, control: control, step: p.step}
		next.ServeHTTP(pw, r)
		pw.wait() // for what the server still has to send
	})
}

// patientBody gives each read its time, up to the time for all.
type patientBody struct {
	io.ReadCloser
	control *http.ResponseController
	step    time.Duration
	until   time.Time
}

func (b *patientBody) wait() {
	deadline := time.Now().Add(b.step)
	if deadline.After(b.until) {
		deadline = b.until
	}
	_ = b.control.SetReadDeadline(deadline) // a writer without deadlines is a test's
}

func (b *patientBody) Read(p []byte) (int, error) {
	b.wait()
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		_ = b.control.SetReadDeadline(time.Time{}) // from now on silence is only patience
	}
	return n, err
}

// patientWriter gives each write its time.
type patientWriter struct {
	http.ResponseWriter
	control  *http.ResponseController
	step     time.Duration
	hijacked bool
}

func (w *patientWriter) wait() {
	if !w.hijacked {
		_ = w.control.SetWriteDeadline(time.Now().Add(w.step))
	}
}

func (w *patientWriter) Write(p []byte) (int, error) {
	w.wait()
	return w.ResponseWriter.Write(p)
}

// Flush sends what has been written so far.
func (w *patientWriter) Flush() {
	w.wait()
	_ = w.control.Flush()
}

// Hijack hands the connection over, without any deadline.
func (w *patientWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := w.control.Hijack()
	w.hijacked = err == nil
	return conn, buffered, err
}

// Unwrap is the server's own writer.
func (w *patientWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
