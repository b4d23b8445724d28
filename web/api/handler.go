package api

import "net/http"

// Handler answers a request or returns why it could not. An error becomes the
// contract's error body, unless a good answer is under way already: then the
// connection is cut, so that half an answer never looks like a whole one. A socket
// or an error answer of the handler's own is left as it is.
type Handler func(w http.ResponseWriter, r *http.Request) error

// ServeHTTP makes a Handler an http.Handler.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := tracked(w)
	if err := h(a, r); err != nil {
		WriteError(a, r, err)
	}
}

// HandlerFunc is the form that a router's Get and Post take.
func HandlerFunc(h func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return Handler(h).ServeHTTP
}
