package auth

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// legacyMode is what is done about the cookies of the earlier Python service.
type legacyMode string

const (
	legacyOff    legacyMode = "off"
	legacyAccept legacyMode = "accept" // take them
	legacyIssue  legacyMode = "issue"  // and make them, so that both services can be used
)

func parseLegacyMode(text string) (legacyMode, error) {
	switch m := legacyMode(text); m {
	case legacyOff, legacyAccept, legacyIssue:
		return m, nil
	case "":
		return legacyAccept, nil
	}
	return "", wrongSetting("LEGACY_COOKIES", "LEGACY_COOKIES is %q; use accept, issue or off", text)
}

// legacyLifetime is how old the Python service's cookies get.
const legacyLifetime = 30 * 24 * time.Hour

// legacyCookie is a cookie of the Python service whose signature is right.
type legacyCookie struct {
	username  string
	at        time.Time // to the second
	signature [sha1.Size]byte
}

// readLegacy reads a cookie that is 0 to 30 days old. Whether its user exists, and
// whether it was signed out, is another question.
func (s signer) readLegacy(text string, now time.Time) (legacyCookie, bool) {
	said, ok := s.read(text)
	if !ok {
		return legacyCookie{}, false
	}
	if age := now.Unix() - said.at.Unix(); age < 0 || age > int64(legacyLifetime/time.Second) {
		return legacyCookie{}, false
	}
	name := legacyName(said.payload)
	return legacyCookie{name, said.at, said.signature}, storable(name)
}

// legacyName is the user's name in a payload: the text itself, or a member.
// Nothing else in it counts: rights come from the table of users.
func legacyName(payload []byte) string {
	var name string
	if json.Unmarshal(payload, &name) == nil {
		return name
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(payload, &members) != nil {
		return ""
	}
	for _, member := range []string{"username", "user", "u"} {
		if json.Unmarshal(members[member], &name) == nil && name != "" {
			return name
		}
	}
	return ""
}

// makeLegacy makes a cookie for a user, whose sessions hold from validFrom on.
func (s signer) makeLegacy(u user, now time.Time) (text string, c legacyCookie, err error) {
	var payload strings.Builder
	e := json.NewEncoder(&payload)
	e.SetEscapeHTML(false)
	err = e.Encode(struct {
		U string `json:"u"`
		A bool   `json:"a"`
	}{u.Username, u.IsAdmin})
	c = legacyCookie{username: u.Username, at: now.Truncate(time.Second)}
	if u.ValidFrom != nil && c.at.Before(*u.ValidFrom) {
		c.at = c.at.Add(time.Second) // a cookie of the second in which everything before was ended
	}
	text, c.signature = s.sign([]byte(strings.TrimSuffix(payload.String(), "\n")), c.at)
	return text, c, err
}

// key names the cookie in the memory of those that were looked up. It tells all
// that looking it up needs.
func (c legacyCookie) key() string {
	return hex.EncodeToString(c.signature[:]) + " " + strconv.FormatInt(c.at.Unix(), 10) + " " + c.username
}

// parseLegacyKey reads a key.
func parseLegacyKey(key string) (c legacyCookie, ok bool) {
	parts := strings.SplitN(key, " ", 3)
	if len(parts) != 3 {
		return legacyCookie{}, false
	}
	signature, err := hex.DecodeString(parts[0])
	seconds, bad := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || bad != nil || copy(c.signature[:], signature) != sha1.Size {
		return legacyCookie{}, false
	}
	c.at, c.username = time.Unix(seconds, 0), parts[2]
	return c, true
}

// expires is when the cookie is too old: after the last second of its age.
func (c legacyCookie) expires() time.Time { return c.at.Add(legacyLifetime + time.Second).UTC() }

// legacyID is by what a cookie is found among those that were looked up.
func legacyID(signature []byte) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceOID, signature) }

// legacyRows are the Python service's cookies as sessions, for the memory in front
// of them. They are stored in browsers only; what is stored here is which ended.
type legacyRows struct{ database }

var errNotOurs = errors.New("a cookie of the earlier service is not stored here")

func (legacyRows) insertSession(context.Context, string, session) error { return errNotOurs }

func (legacyRows) touchSessions(context.Context, map[uuid.UUID]time.Time) error { return nil }

func (d legacyRows) findSessions(ctx context.Context, keys []string, at time.Time) (map[string]session, error) {
	cookies := make(map[string]legacyCookie, len(keys))
	for _, key := range keys {
		if c, ok := parseLegacyKey(key); ok && c.expires().After(at) {
			cookies[key] = c
		}
	}
	return d.findLegacy(ctx, cookies)
}

func (d legacyRows) deleteSessions(ctx context.Context, keys []string) error {
	var cookies []legacyCookie
	for _, key := range keys {
		if c, ok := parseLegacyKey(key); ok {
			cookies = append(cookies, c)
		}
	}
	return d.endLegacy(ctx, cookies)
}

func (d legacyRows) purgeSessions(ctx context.Context, before time.Time) error {
	return d.purgeLegacy(ctx, before)
}
