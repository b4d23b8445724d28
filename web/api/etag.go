package api

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
)

// ETag is a weak tag for these bytes: weak because the same answer may go out
// compressed or not.
func ETag(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// WriteStable answers 200 with v and its ETag, or 304 when the caller has that
// very answer. It is for answers that stay the same for a while: lists of sets,
// settings, sheets; not for those that carry the time.
func WriteStable(w http.ResponseWriter, r *http.Request, v any) error {
	body, err := Encode(v)
	if err != nil {
		return err
	}
	if !NotModified(w, r, ETag(body)) {
		writeBody(w, http.StatusOK, body)
	}
	return nil
}

// NotModified sets the tag of the answer to come and tells whether the caller has
// it: then 304 has been written and nothing else may be. The answer is the
// caller's own to keep, and to be asked for again each time.
func NotModified(w http.ResponseWriter, r *http.Request, etag string) bool {
	h := w.Header()
	h.Set("ETag", etag)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	read := r.Method == http.MethodGet || r.Method == http.MethodHead
	if !read || !tagMatches(r.Header.Values("If-None-Match"), etag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// tagMatches compares weakly, as If-None-Match wants it.
func tagMatches(headers []string, etag string) bool {
	want := strings.TrimPrefix(etag, "W/")
	for tag := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || strings.TrimPrefix(tag, "W/") == want {
			return true
		}
	}
	return false
}
