package auth

import (
	"context"
	"slices"
	"time"

	"overlord/store/fault"
)

// Account is a user as administrators see one.
type Account struct {
	ID          int64
	Username    string
	IsAdmin     bool
	Permissions []string // what the user may do, in the order of Identity's
	CreatedAt   time.Time
}

// Accounts are all users, by name.
func (m *Module) Accounts(ctx context.Context) ([]Account, error) {
	return m.db.accounts(ctx)
}

// AddAccount makes a user. permissions are some of View, Command and Edit; an
// admin needs none. Its errors: fault.Invalid for a name, password or permission
// that cannot be, fault.Conflict for a name that is taken.
func (m *Module) AddAccount(ctx context.Context, name, password string, admin bool, permissions []string) error {
	if err := checkUsername(name); err != nil {
		return fault.New(fault.Invalid, "%v", err).WithField("username")
	}
	for _, p := range permissions {
		if !slices.Contains([]string{View, Command, Edit}, p) {
			return fault.New(fault.Invalid, "there is no permission %q to give; there are view, command and edit", p).WithField("permissions")
		}
	}
	hash, err := m.hashChosen(ctx, password, name)
	if err != nil {
		return err
	}
	return m.db.insertUser(ctx, user{Username: name, PasswordHash: hash, IsAdmin: admin, Permissions: permissions})
}

// SetPassword gives a user another password and ends all the user's sessions. Its
// errors: fault.Invalid for the password, fault.NotFound for the name.
func (m *Module) SetPassword(ctx context.Context, name, password string) error {
	hash, err := m.hashChosen(ctx, password, name)
	if err != nil {
		return err
	}
	return m.db.setPassword(ctx, name, hash, m.now())
}

// DeleteAccount deletes a user and with it the user's sessions. Its errors:
// fault.NotFound, and fault.Conflict for the last admin, without whom nobody could
// make another.
func (m *Module) DeleteAccount(ctx context.Context, name string) error {
	return m.db.deleteUser(ctx, name)
}

// hashChosen is the hash of a password that somebody chose for a user.
func (m *Module) hashChosen(ctx context.Context, password, name string) (string, error) {
	if err := checkPassword(password, name); err != nil {
		return "", fault.New(fault.Invalid, "this password cannot be used: %v", err).WithField("password")
	}
	return m.hasher.hash(ctx, password)
}
