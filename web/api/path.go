package api

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"

	"overlord/store/fault"
)

// Path is a parameter of the route, decoded: the router hands out the path as it
// was sent, where a name such as "+Admin" may be %2BAdmin. Text that is empty,
// broken or holds U+0000 is fault.Invalid.
func Path(r *http.Request, name string) (string, error) {
	v := chi.URLParam(r, name)
	if r.URL.RawPath != "" {
		plain, err := url.PathUnescape(v)
		if err != nil {
			return "", fault.Wrap(err, fault.Invalid, "%s is not encoded rightly", name).WithField(name)
		}
		v = plain
	}
	if v == "" || !utf8.ValidString(v) || strings.IndexByte(v, 0) >= 0 {
		return "", fault.New(fault.Invalid, "%s in the path is empty or no valid text", name).WithField(name)
	}
	return v, nil
}

// Name is a text that names somebody or something, without the blanks around it: 1
// to most letters, and no control characters. What it is comes as field.
func Name(text, field string, most int) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n == 0 || n > most || strings.ContainsFunc(text, unicode.IsControl) {
		return "", fault.New(fault.Invalid, "%s is a name of 1 to %d letters", field, most).WithField(field)
	}
	return text, nil
}

// PathID is a parameter of the route that is a whole number, such as the id of a
// row.
func PathID(r *http.Request, name string) (int64, error) {
	v, err := Path(r, name)
	if err != nil {
		return 0, err
	}
	id, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return 0, fault.New(fault.Invalid, "%s is %q; it wants a whole number", name, shorten(v, maxNameText)).WithField(name)
	}
	return id, nil
}
