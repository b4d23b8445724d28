package api

import (
	"net/http"

	"github.com/go-chi/chi/v5/middleware"
)

// Handler answers a request or returns why it could not. An error becomes the
// contract's error body, unless the answer is under way already: then the
// connection is cut, so that half an answer never looks like a whole one.
type Handler func(w http.ResponseWriter, r *http.Request) error

// ServeHTTP makes a Handler an http.Handler.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ww := tracked(w, r)
	if err := h(ww, r); err != nil {
		WriteError(ww, r, err)
	}
}

// HandlerFunc is the form that a router's Get and Post take.
func HandlerFunc(h func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return Handler(h).ServeHTTP
}

// tracked is a writer that knows whether an answer has begun. It keeps what the
// one underneath can do (flush, hijack), which WebSockets depend on.
func tracked(w http.ResponseWriter, r *http.Request) middleware.WrapResponseWriter {
	if ww, ok := w.(middleware.WrapResponseWriter); ok {
		return ww
	}
	return middleware.NewWrapResponseWriter(w, r.ProtoMajor)
}
