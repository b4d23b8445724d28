package api

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"overlord/store/fault"
)

// maxValue of one query parameter in bytes: room for a long search, far below
// what a request line may hold.
const maxValue = 8 << 10

// Query is a request's query parameters. Its getters return the parameter, or
// their default where it is absent or empty; the first one that finds a bad value
// is remembered and Err returns it, so that a handler asks once, after the last
// getter.
type Query struct {
	values  url.Values
	allowed []string
	failed  *error
}

// ParseQuery reads the query parameters of a request that takes only the allowed
// ones. An unknown one is fault.Invalid and named along with the nearest allowed
// name and all that are allowed; "_", which caches are broken with, is ignored.
func ParseQuery(r *http.Request, allowed ...string) (Query, error) {
	q, unknown, err := SplitQuery(r, allowed...)
	if err == nil && len(unknown) > 0 {
		err = unknownParameter(unknown[0], allowed)
	}
	return q, err
}

// SplitQuery is ParseQuery for a request that may carry more than it is asked
// for: it returns the unknown names, sorted, instead of refusing them.
func SplitQuery(r *http.Request, allowed ...string) (q Query, unknown []string, err error) {
	q = Query{allowed: allowed, failed: new(error)}
	q.values, err = url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return q, nil, fault.Wrap(err, fault.Invalid, "the query cannot be read: it is not encoded rightly")
	}
	for name, values := range q.values {
		if name == "_" {
			continue
		}
		if !slices.Contains(allowed, name) {
			unknown = append(unknown, name)
			continue
		}
		if err := checkText(name, values); err != nil {
			return q, nil, err
		}
	}
	slices.Sort(unknown)
	return q, unknown, nil
}

func unknownParameter(name string, allowed []string) error {
	shown := shorten(strings.ToValidUTF8(name, "�"), maxNameText)
	if len(allowed) == 0 {
		return fault.New(fault.Invalid, "unknown parameter %q; none is taken here", shown).WithField(shown)
	}
	return fault.New(fault.Invalid, "unknown parameter %q; the nearest is %q (taken here: %s)", shown, Nearest(name, allowed), strings.Join(allowed, ", ")).WithField(shown)
}

// checkText refuses what no parameter can mean and no database can store.
func checkText(name string, values []string) error {
	for _, v := range values {
		switch {
		case !utf8.ValidString(v):
			return fault.New(fault.Invalid, "%s is not valid UTF-8", name).WithField(name)
		case strings.IndexByte(v, 0) >= 0:
			return fault.New(fault.Invalid, "%s must not hold the character U+0000", name).WithField(name)
		case len(v) > maxValue:
			return fault.New(fault.Invalid, "%s is longer than %d bytes", name, maxValue).WithField(name)
		}
	}
	return nil
}

// Err is the first failure that a getter met (fault.Invalid), or nil.
func (q Query) Err() error { return *q.failed }

// Has tells whether a parameter is there and not empty.
func (q Query) Has(name string) bool { return len(q.List(name, maxValue)) > 0 }

// List is a parameter that may be repeated, in order, without empty values; more
// than most of them is a failure.
func (q Query) List(name string, most int) []string {
	if !slices.Contains(q.allowed, name) {
		q.fail(fmt.Errorf("query parameter %q is read but was not declared", name))
		return nil
	}
	var list []string
	for _, v := range q.values[name] {
		if v != "" {
			list = append(list, v)
		}
	}
	if len(list) > most {
		q.bad(name, "is given %d times; at most %d are taken", len(list), most)
		return nil
	}
	return list
}

// one is the value of a parameter that is given once, or "".
func (q Query) one(name string) string {
	list := q.List(name, 1)
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func (q Query) fail(err error) {
	if *q.failed == nil {
		*q.failed = err
	}
}

// bad remembers that a parameter's value is wrong.
func (q Query) bad(name, format string, args ...any) {
	q.fail(fault.New(fault.Invalid, "%s %s", name, fmt.Sprintf(format, args...)).WithField(name))
}
