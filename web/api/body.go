package api

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"overlord/store/fault"
)

// ReadJSON reads a request's body, one JSON value of at most maxBytes, into dst.
// It refuses (fault.Invalid) unknown and doubled members, values of the wrong type,
// broken text and anything after the value, naming the member; and (fault.TooLarge)
// a body over the bound.
//
// A type of dst that decodes itself may return a *fault.Error, whose message is
// then the caller's.
func ReadJSON(r *http.Request, dst any, maxBytes int64) error {
	body, err := readBody(r, maxBytes)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return fault.New(fault.Invalid, "the body is empty; a JSON value is wanted")
	}
	if err := json.Unmarshal(body, dst, json.RejectUnknownMembers(true)); err != nil {
		return explainJSON(err)
	}
	return refuseNUL(body)
}

// readBody reads at most maxBytes. A body that says it is longer is not read.
func readBody(r *http.Request, maxBytes int64) ([]byte, error) {
	if r.ContentLength > maxBytes {
		return nil, tooLarge(maxBytes)
	}
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBytes+1))
	switch {
	case err != nil:
		return nil, bodyBroken(r, err)
	case int64(len(body)) > maxBytes:
		return nil, tooLarge(maxBytes)
	}
	return body, nil
}

func tooLarge(maxBytes int64) error {
	return fault.New(fault.TooLarge, "the body is larger than %d bytes", maxBytes)
}

// bodyBroken is the failure of a body that could not be read to its end.
func bodyBroken(r *http.Request, err error) error {
	if cause := r.Context().Err(); cause != nil {
		return cause
	}
	var limit *http.MaxBytesError
	if errors.As(err, &limit) {
		return tooLarge(limit.Limit)
	}
	return fault.Wrap(err, fault.Invalid, "the body ended before it was complete")
}

// refuseNUL finds a text that holds the character U+0000, which the database
// cannot store. It looks closer only where the bytes make it possible.
func refuseNUL(body []byte) error {
	if !bytes.Contains(body, []byte(`\u0000`)) {
		return nil
	}
	dec := jsontext.NewDecoder(bytes.NewReader(body))
	for {
		token, err := dec.ReadToken()
		if err != nil {
			return nil // it was decoded before: this is its end
		}
		if token.Kind() == '"' && bytes.IndexByte([]byte(token.String()), 0) >= 0 {
			return invalidMember(dec.StackPointer(), "must not hold the character U+0000")
		}
	}
}
