package api

import (
	"bufio"
	"net"
	"net/http"
)

// answer is a response writer that knows whether an answer has begun and with
// which status. It can flush and hand over its connection wherever the writer
// underneath can.
type answer struct {
	http.ResponseWriter
	status int   // 0: none yet; 101 once the connection was handed over
	bytes  int64 // of the body
}

// tracked is w as an answer, itself if it is one already.
func tracked(w http.ResponseWriter) *answer {
	if a, ok := w.(*answer); ok {
		return a
	}
	return &answer{ResponseWriter: w}
}

// WriteHeader passes the first final status on, and every informational one.
func (a *answer) WriteHeader(status int) {
	if a.status != 0 {
		return
	}
	if status >= http.StatusOK || status == http.StatusSwitchingProtocols {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// finalStatus is the status once the handler is through: net/http answers 200 for
// one that wrote nothing.
func (a *answer) finalStatus() int {
	if a.status == 0 {
		return http.StatusOK
	}
	return a.status
}

func (a *answer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(p)
	a.bytes += int64(n)
	return n, err
}

// Flush sends what has been written so far.
func (a *answer) Flush() {
	if a.status == 0 {
		a.WriteHeader(http.StatusOK)
	}
	_ = http.NewResponseController(a.ResponseWriter).Flush() // one that cannot flush sends in its own time
}

// Hijack hands the connection over.
func (a *answer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := http.NewResponseController(a.ResponseWriter).Hijack()
	if err == nil {
		a.status = http.StatusSwitchingProtocols
	}
	return conn, buffered, err
}

// Unwrap is the writer underneath, for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
