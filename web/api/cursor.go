package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/url"

	"github.com/go-json-experiment/json"
)

const (
	cursorName = "cursor" // the parameter that a list's next page is asked with
	limitName  = "limit"  // the parameter that may change from page to page

	// sealBytes of a digest: enough that no cursor of another list, and none that
	// was typed or cut on its way, is taken for one of this list.
	sealBytes = 9
)

// NextCursor names the place in a list after which its next page begins: key is
// what the list is sorted by, of the last row. The text is sealed to the list and
// to the query's other parameters. It is no secret and grants nothing: whoever
// forges one only asks for other rows of a list that he may read.
func (q Query) NextCursor(list string, key any) (string, error) {
	body, err := Encode(key)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(append(q.seal(list, body), body...)), nil
}

// Cursor reads the parameter "cursor" into key and tells whether it was given.
// One that NextCursor did not make for this very list and these parameters is a
// failure.
func (q Query) Cursor(list string, key any) bool {
	text := q.one(cursorName)
	if text == "" {
		return false
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(sealed) < sealBytes || !bytes.Equal(sealed[:sealBytes], q.seal(list, sealed[sealBytes:])) ||
		json.Unmarshal(sealed[sealBytes:], key, json.RejectUnknownMembers(true)) != nil {
		q.bad(cursorName, "is none that this list gave with these parameters; ask without it to begin anew")
		return false
	}
	return true
}

// seal digests a place in a list together with what the list was asked for.
func (q Query) seal(list string, body []byte) []byte {
	asked := maps.Clone(q.values)
	maps.DeleteFunc(asked, func(name string, _ []string) bool { return name == cursorName || name == limitName || name == "_" })
	sum := sha256.New()
	for _, part := range []string{list, url.Values(asked).Encode(), string(body)} {
		sum.Write([]byte(url.QueryEscape(part) + "\n"))
	}
	return sum.Sum(nil)[:sealBytes]
}

// Page cuts rows, of which one more than limit was read where there are so many,
// to limit, and gives the cursor of what follows; nil at the list's end.
func Page[T any](q Query, list string, rows []T, limit int, key func(T) any) ([]T, *string, error) {
	if len(rows) <= limit {
		return rows, nil, nil
	}
	rows = rows[:limit]
	next, err := q.NextCursor(list, key(rows[limit-1]))
	return rows, &next, err
}

// idKey is the place in a list that is sorted by its rows' ids.
type idKey struct {
	ID int64 `json:"i"`
}

// BeforeID reads the cursor of a list that is sorted by its rows' ids, newest first:
// the id after whose row it goes on; 0: it begins.
func (q Query) BeforeID(list string) int64 {
	var key idKey
	q.Cursor(list, &key)
	return key.ID
}

// PageByID is Page of such a list.
func PageByID[T any](q Query, list string, rows []T, limit int, id func(T) int64) ([]T, *string, error) {
	return Page(q, list, rows, limit, func(row T) any { return idKey{id(row)} })
}
