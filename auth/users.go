package auth

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"overlord/store/fault"
)

// maxUsername is the longest name of a user, in characters.
const maxUsername = 64

// user is a row of users, as far as a sign-in needs it.
type user struct {
	ID           int64
	Username     string
	PasswordHash string
	IsAdmin      bool
	Permissions  []string   // the column's
	ValidFrom    *time.Time // sessions that began before have ended; nil: none has
	Factor       []byte     // the sealed secret of a second factor; nil: there is none
}

// checkUsername says why a name may not be chosen. Names that are stored already
// are taken as they are.
func checkUsername(name string) error {
	switch {
	case name == "" || strings.TrimSpace(name) != name:
		return errors.New("a name is not empty and neither begins nor ends with a space")
	case utf8.RuneCountInString(name) > maxUsername:
		return errors.New("a name has 64 characters at most")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsPrint(c) }):
		return errors.New("a name is made of letters, digits, marks and spaces")
	}
	return nil
}

// storable tells whether a text can be a name in the database at all: one that
// cannot is nobody's, and the database need not be asked.
func storable(name string) bool {
	const longest = 4 * maxUsername // bytes
	return name != "" && len(name) <= longest && utf8.ValidString(name) && strings.IndexByte(name, 0) < 0
}

// signIn checks a name and a password, and the code of a user who has a second
// factor. Its errors: fault.Throttled, for too many
// attempts from an address or at a name; fault.Unauthenticated, the same and
// after the same time whether the name or the password is wrong;
// fault.Unavailable while the database is away.
func (m *Module) signIn(ctx context.Context, name, password, code string, from netip.Addr, now time.Time) (user, error) {
	refund, err := m.logins.take(from, name, now)
	if err != nil {
		return user{}, err
	}
	found, err := m.findUser(ctx, name)
	if err != nil {
		refund() // nobody learned anything
		return user{}, err
	}
	right, err := m.hasher.matches(ctx, found.PasswordHash, password)
	switch {
	case errors.Is(err, errUnusableHash):
		m.logger.ErrorContext(ctx, "a user cannot sign in until a new password is set", "username", found.Username, "error", err)
	case err != nil:
		refund()
		return user{}, err
	}
	if !right {
		m.logger.InfoContext(ctx, "sign-in refused", "username", found.Username, "address", from)
		m.audit.record(Entry{Action: ActionLogin, Target: found.Username, Address: from, Detail: wrongOf(found)})
		return user{}, fault.New(fault.Unauthenticated, "the user name or the password is wrong")
	}
	if err := m.checkFactor(ctx, found, code, from, now); err != nil {
		if errors.Is(err, errCodeMissing) {
			refund() // nobody learned anything but who knows the password
			return user{}, err
		}
		m.logger.InfoContext(ctx, "sign-in refused", "username", found.Username, "address", from)
		m.audit.record(Entry{Action: ActionLogin, Target: found.Username, Address: from, Detail: fault.Of(err).Message})
		return user{}, err
	}
	refund()
	m.logger.InfoContext(ctx, "signed in", "username", found.Username, "address", from)
	m.audit.record(Entry{Action: ActionLogin, Username: found.Username, Via: ViaSession, Target: found.Username, Address: from, OK: true})
	return found, nil
}

// wrongOf says for the audit what was wrong, and never what was typed.
func wrongOf(found user) string {
	if found.ID == 0 {
		return "no such user"
	}
	return "wrong password"
}

// findUser is the user of that name, or the zero user.
func (m *Module) findUser(ctx context.Context, name string) (user, error) {
	if !storable(name) {
		return user{}, nil
	}
	return m.db.userByName(ctx, name)
}
