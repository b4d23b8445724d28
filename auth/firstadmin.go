package auth

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// passwordFile holds the first user's password where it was not shown.
const passwordFile = "first-admin-password"

// FirstAdmin is the user that was made because there was none.
type FirstAdmin struct {
	Username string
	Password string // to be shown once; "" where ADMIN_PASSWORD gave it or File holds it
	File     string // path of the file that holds the password; "" where there is none
}

// EnsureFirstAdmin makes the first user, an admin, if there is no user at all;
// otherwise it returns nil. A password that it had to make is returned where the
// caller can show it on a terminal, and else kept in a file of mode 0600 in
// dataDir, which the log names. It may be called again after an error; of several
// servers that try at once, one makes the user.
func (m *Module) EnsureFirstAdmin(ctx context.Context, dataDir string, terminal bool) (*FirstAdmin, error) {
	if any, err := m.db.anyUser(ctx); any || err != nil {
		return nil, err
	}
	first := &FirstAdmin{Username: m.settings.FirstAdmin}
	password := m.settings.AdminPassword
	if password == "" {
		password = makePassword()
		if terminal {
			first.Password = password
		} else {
			first.File = filepath.Join(dataDir, passwordFile)
		}
	}
	hash, err := m.hasher.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	made, err := m.db.insertFirstAdmin(ctx, user{Username: first.Username, PasswordHash: hash}, first.keep(password))
	if err != nil || !made {
		return nil, err
	}
	m.logger.InfoContext(ctx, "made the first user", "username", first.Username, "password", first.whereabouts())
	return first, nil
}

// keep writes the password to the file, if there is to be one.
func (f *FirstAdmin) keep(password string) func() error {
	return func() error {
		if f.File == "" {
			return nil
		}
		if err := writeSecret(f.File, password+"\n"); err != nil {
			return fmt.Errorf("keep the first user's password: %w", err)
		}
		return nil
	}
}

// whereabouts says where the password is, never what it is.
func (f *FirstAdmin) whereabouts() string {
	switch {
	case f.File != "":
		return "in " + f.File
	case f.Password != "":
		return "shown once on the terminal"
	}
	return "as ADMIN_PASSWORD says"
}

// writeSecret writes a file that only its owner may read, whole or not at all. A
// file that is there already is replaced, its permissions with it.
func writeSecret(path, text string) error {
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // CreateTemp makes it 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.WriteString(text)
	if err == nil {
		err = temp.Sync()
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}
