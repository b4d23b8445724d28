//go:build unix

package embedded

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// socketDir makes the folder of the Unix socket, for the account alone. It is
// run/ in our layout, unless the socket's path would be longer than the kernel
// takes, or could not be told in an address, where a comma parts hosts: then a
// short one under a folder for temporary files, with a name that depends on the
// data folder only.
func socketDir(l layout, as account, port int) (string, error) {
	if fits(l.run(), port) {
		if err := os.MkdirAll(l.run(), 0o700); err != nil {
			return "", err
		}
		return l.run(), as.own(l.run())
	}
	sum := sha256.Sum256([]byte(l.root))
	name := "overlord-" + hex.EncodeToString(sum[:6])
	for _, temp := range []string{os.TempDir(), "/tmp", "/var/tmp"} {
		dir := filepath.Join(temp, name)
		if !fits(dir, port) || as.blockedBy(dir) != "" {
			continue
		}
		return dir, as.claim(dir)
	}
	return "", fmt.Errorf("the path of a socket in %s is longer than the %d bytes that the system allows (or has a comma), and no folder for temporary files will do: set DATA_DIR or TMPDIR to a shorter path", l.run(), maxSocketPath)
}

// fits tells whether a socket in a folder has a path that the kernel and an
// address take.
func fits(dir string, port int) bool {
	return !strings.Contains(dir, ",") && len(filepath.Join(dir, ".s.PGSQL."+strconv.Itoa(port))) <= maxSocketPath
}

// claim makes a folder in a place where anybody may make one: what is there
// already must be a folder of the account's own, not a link.
func (a account) claim(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		return a.own(dir)
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() || !a.owns(info) {
		return fmt.Errorf("the folder for the socket, %s, belongs to somebody else: remove it, or set TMPDIR", dir)
	}
	return os.Chmod(dir, 0o700)
}
