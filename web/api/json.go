package api

import (
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// output is how answers are written: nil lists are [], nil maps are {}, maps are
// sorted so that equal answers are equal bytes, and broken text becomes U+FFFD
// instead of a failure. Note that `omitempty` leaves out "", [], {} and null only;
// a zero number is left out by `omitzero`.
func output() json.Options {
	return json.JoinOptions(json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
}

// Encode is v as every answer writes it.
func Encode(v any) ([]byte, error) {
	body, err := json.Marshal(v, output())
	if err != nil {
		return nil, fmt.Errorf("encode the answer: %w", err)
	}
	return body, nil
}

// WriteJSON answers with a status and v. It encodes before it writes anything:
// an error means that nothing was sent. A caller that goes away while it is being
// written to is no error.
func WriteJSON(w http.ResponseWriter, _ *http.Request, status int, v any) error {
	body, err := Encode(v)
	if err != nil {
		return err
	}
	writeBody(w, status, body)
	return nil
}

// writeBody sends an encoded answer. Answers are not stored unless the handler
// has said otherwise.
func writeBody(w http.ResponseWriter, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // the only failure left is that the caller is gone
}
