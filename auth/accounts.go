package auth

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"overlord/store/fault"
)

// Account is a user as administrators see one.
type Account struct {
	ID           int64      `json:"id"`
	Username     string     `json:"username"`
	IsAdmin      bool       `json:"is_admin"`
	Permissions  []string   `json:"permissions"` // what the user may do, in the order of Identity's
	CreatedAt    time.Time  `json:"created_at"`
	SecondFactor bool       `json:"second_factor"` // signing in needs a code
	Sessions     int        `json:"sessions"`      // that hold now
	LastSeenAt   *time.Time `json:"last_seen_at"`  // by any of them; nil: by none
}

// AccountChange is what is to be different about a user; nil stays as it is.
type AccountChange struct {
	Password    *string   `json:"password"` // 10 to 72 bytes
	IsAdmin     *bool     `json:"is_admin"`
	Permissions *[]string `json:"permissions"` // some of View, Command and Edit

	// SecondFactor can only be taken away: false. A user gives one to himself.
	SecondFactor *bool `json:"second_factor"`
}

// Accounts are all users, by name.
func (m *Module) Accounts(ctx context.Context) ([]Account, error) {
	return m.db.accounts(ctx, m.now())
}

// AddAccount makes a user. permissions are some of View, Command and Edit; an
// admin needs none. Its errors: fault.Invalid for a name, password or permission
// that cannot be, fault.Conflict for a name that is taken.
func (m *Module) AddAccount(ctx context.Context, name, password string, admin bool, permissions []string) error {
	_, err := m.addAccount(ctx, name, password, admin, permissions)
	return err
}

func (m *Module) addAccount(ctx context.Context, name, password string, admin bool, permissions []string) (id int64, err error) {
	u := user{Username: name, IsAdmin: admin, Permissions: permissions}
	if u.PasswordHash, err = m.checkNewUser(ctx, u, password); err != nil {
		return 0, err
	}
	e := m.audit.complete(entry(ctx, ActionUserAdded, name))
	e.Detail = rights(admin, permissions)
	if id, err = m.db.insertUser(ctx, u, e); err != nil {
		return 0, err
	}
	m.audit.tell(e)
	return id, nil
}

// checkNewUser holds a user who is to be made against the rules, and hashes the
// password.
func (m *Module) checkNewUser(ctx context.Context, u user, password string) (hash string, err error) {
	if err := checkUsername(u.Username); err != nil {
		return "", fault.New(fault.Invalid, "%v", err).WithField("username")
	}
	if err := checkPermissions(u.Permissions); err != nil {
		return "", err
	}
	return m.hashChosen(ctx, password, u.Username, "password")
}

// checkPermissions refuses what cannot be given.
func checkPermissions(permissions []string) error {
	for _, p := range permissions {
		if !slices.Contains([]string{View, Command, Edit}, p) {
			return fault.New(fault.Invalid, "there is no permission %q to give; there are view, command and edit", p).WithField("permissions")
		}
	}
	return nil
}

// rights says in words what somebody may do.
func rights(admin bool, permissions []string) string {
	return "may " + strings.Join(permissionsOf(permissions, admin), " ")
}

// SetPassword gives a user another password and ends all the user's sessions. Its
// errors: fault.Invalid for the password, fault.NotFound for the name.
func (m *Module) SetPassword(ctx context.Context, name, password string) error {
	found, err := m.findUser(ctx, name)
	if err != nil {
		return err
	}
	if found.ID == 0 {
		return noSuchUser(name)
	}
	return m.ChangeAccount(ctx, found.ID, AccountChange{Password: &password})
}

// ChangeAccount changes a user. Another password, and every right that is taken
// away, ends all the user's sessions. Its errors: fault.Invalid, fault.NotFound,
// and fault.Conflict where the last admin would no longer be one.
func (m *Module) ChangeAccount(ctx context.Context, id int64, change AccountChange) error {
	name, err := m.db.username(ctx, id)
	if err != nil {
		return err
	}
	c := accountChange{isAdmin: change.IsAdmin, permissions: change.Permissions}
	if change.Permissions != nil {
		if err := checkPermissions(*change.Permissions); err != nil {
			return err
		}
	}
	if change.Password != nil {
		hash, err := m.hashChosen(ctx, *change.Password, name, "password")
		if err != nil {
			return err
		}
		c.hash = &hash
	}
	if change.SecondFactor != nil {
		if *change.SecondFactor {
			return fault.New(fault.Invalid, "a second factor can only be taken away here; its user takes one into use").WithField("second_factor")
		}
		if err := m.removeFactor(ctx, id, name); err != nil {
			return err
		}
	}
	if c == (accountChange{}) {
		return nil
	}
	return m.changeUser(ctx, id, c, entry(ctx, ActionUserChanged, name))
}

// changeUser makes a change, tells the audit, and has memory follow.
func (m *Module) changeUser(ctx context.Context, id int64, c accountChange, e Entry) error {
	now := m.now()
	e = m.audit.complete(e)
	e.Detail = c.String()
	ended, err := m.db.changeUser(ctx, id, c, now, e)
	if err != nil {
		return err
	}
	m.audit.tell(e)
	if ended {
		m.sessions.endUser(id, now)
		m.legacy.endUser(id, now)
	}
	m.keepUp(context.WithoutCancel(ctx))
	return nil
}

// endSessionsOf signs a user out everywhere.
func (m *Module) endSessionsOf(ctx context.Context, id int64, name string) error {
	now := m.now()
	e := m.audit.complete(entry(ctx, ActionSessionsEnded, name))
	if err := m.db.endSessions(ctx, id, now, e); err != nil {
		return err
	}
	m.audit.tell(e)
	m.sessions.endUser(id, now)
	m.legacy.endUser(id, now)
	return nil
}

// DeleteAccount deletes a user and with it the user's sessions. Its errors:
// fault.NotFound, and fault.Conflict for the last admin, without whom nobody could
// make another.
func (m *Module) DeleteAccount(ctx context.Context, name string) error {
	found, err := m.findUser(ctx, name)
	if err != nil {
		return err
	}
	if found.ID == 0 {
		return noSuchUser(name)
	}
	return m.deleteAccount(ctx, found.ID)
}

func (m *Module) deleteAccount(ctx context.Context, id int64) error {
	e, err := m.db.deleteUser(ctx, id, m.audit.complete(entry(ctx, ActionUserDeleted, "")))
	if err != nil {
		return err
	}
	m.audit.tell(e)
	for _, s := range m.proofs() {
		s.endUser(id, m.now().Add(rememberEnded)) // those too that begin just now
	}
	m.keepUp(context.WithoutCancel(ctx))
	return nil
}

// hashChosen is the hash of a password that somebody chose for a user, in the
// member field of a request.
func (m *Module) hashChosen(ctx context.Context, password, name, field string) (string, error) {
	if err := checkPassword(password, name); err != nil {
		return "", fault.New(fault.Invalid, "this password cannot be used: %v", err).WithField(field)
	}
	return m.hasher.hash(ctx, password)
}

// accountChange is AccountChange as it is stored.
type accountChange struct {
	hash        *string
	isAdmin     *bool
	permissions *[]string
}

// String says in words what changes.
func (c accountChange) String() string {
	var said []string
	if c.hash != nil {
		said = append(said, "another password")
	}
	if c.isAdmin != nil {
		said = append(said, fmt.Sprintf("admin: %t", *c.isAdmin))
	}
	if c.permissions != nil {
		said = append(said, rights(false, *c.permissions))
	}
	return strings.Join(said, "; ")
}

// takes tells whether a user loses a right by the change.
func (c accountChange) takes(isAdmin bool, permissions []string) bool {
	before := permissionsOf(permissions, isAdmin)
	if c.isAdmin != nil {
		isAdmin = *c.isAdmin
	}
	if c.permissions != nil {
		permissions = *c.permissions
	}
	after := permissionsOf(permissions, isAdmin)
	return slices.ContainsFunc(before, func(p string) bool { return !slices.Contains(after, p) })
}
