package auth

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/netip"
	"strings"
	"time"

	"github.com/google/uuid"
)

// sessionLifetime is how long a sign-in lasts, used or not: as long as the earlier
// Python service's. There is no idle timeout: it would let a request that is under
// way bring back a session that a sign-out just ended.
const sessionLifetime = 30 * 24 * time.Hour

// maxUserAgent is how much of the browser's name is kept, in bytes.
const maxUserAgent = 300

// session is one signed-in browser, with its user as of the last look; or a proof
// of another kind that is looked up in the same way (Via).
type session struct {
	ID          uuid.UUID  `json:"id"`
	UserID      int64      `json:"user_id"`
	Username    string     `json:"username"`
	IsAdmin     bool       `json:"is_admin"`
	Permissions []string   `json:"permissions"` // the user's rights, as Identity has them
	CreatedAt   time.Time  `json:"created_at"`
	ExpiresAt   time.Time  `json:"expires_at"`
	Address     netip.Addr `json:"address"` // where it was signed in from; set on new ones only
	UserAgent   string     `json:"user_agent"`
	Via         string     `json:"via,omitempty"`    // "": ViaSession
	Legacy      []byte     `json:"legacy,omitempty"` // signature of the Python service's cookie that goes with it; set on new ones only
}

// identity is who signed in.
func (s session) identity() Identity {
	return Identity{
		Username: s.Username, UserID: s.UserID, IsAdmin: s.IsAdmin,
		Permissions: s.Permissions, Via: cmp.Or(s.Via, ViaSession), SessionID: s.ID,
	}
}

// newSession is a session that begins now.
func newSession(u user, now time.Time, from netip.Addr, userAgent string) session {
	return session{
		ID: uuid.New(), UserID: u.ID, Username: u.Username, IsAdmin: u.IsAdmin,
		Permissions: permissionsOf(u.Permissions, u.IsAdmin),
		CreatedAt:   now.UTC(), ExpiresAt: now.Add(sessionLifetime).UTC(),
		Address: from, UserAgent: storableAgent(userAgent),
	}
}

// storableAgent is a User-Agent header as the database can keep it.
func storableAgent(text string) string {
	text = text[:min(len(text), maxUserAgent)]
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}

// sessionKey is the one value of a session's data in scs: the session.
const sessionKey = "session"

// sessionCodec is how scs turns a session's data into bytes for the store, and
// back. The bytes are the session as JSON; the store takes it apart into columns.
type sessionCodec struct{}

// Encode makes the store's bytes. Data without a session is an error: nobody has
// a session without having signed in.
func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	s, ok := values[sessionKey].(session)
	if !ok {
		return nil, errors.New("encode a session: nobody signed in")
	}
	s.ExpiresAt = deadline
	return json.Marshal(s)
}

// Decode reads the store's bytes.
func (sessionCodec) Decode(data []byte) (deadline time.Time, values map[string]any, err error) {
	var s session
	if err := json.Unmarshal(data, &s); err != nil {
		return time.Time{}, nil, err
	}
	return s.ExpiresAt, map[string]any{sessionKey: s}, nil
}
