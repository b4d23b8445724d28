//go:build unix

package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// copyForAccount copies an npm package's programs to where the account may run
// them: a clone that only root may enter is no place for PostgreSQL's user. It
// answers "" where a copy would not help: for other folders, or when the
// account is the process's own.
func copyForAccount(bin, to string, as account) (string, error) {
	native := filepath.Dir(bin)
	if to == "" || !as.other || as.blockedBy(filepath.Join(bin, "postgres")) == "" || !isNpm(native) {
		return "", nil
	}
	dir := filepath.Join(to, packageVersion(filepath.Dir(native)))
	done := filepath.Join(dir, "bin")
	if _, err := os.Stat(done); err == nil {
		return done, nil
	}
	half := dir + ".unfinished"
	if err := os.RemoveAll(half); err != nil {
		return "", err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return "", err
	}
	if err := os.CopyFS(half, os.DirFS(native)); err != nil {
		return "", fmt.Errorf("copying PostgreSQL to where user %s may run it: %w", as.name, err)
	}
	if err := openTree(half); err != nil {
		return "", err
	}
	return done, os.Rename(half, dir)
}

// isNpm tells the npm package's folder from others.
func isNpm(native string) bool {
	_, err := os.Stat(filepath.Join(native, "pg-symlinks.json"))
	return err == nil
}

// packageVersion is the npm package's own, or a name where it says none.
func packageVersion(pkg string) string {
	var p struct {
		Version string `json:"version"`
	}
	text, err := os.ReadFile(filepath.Join(pkg, "package.json"))
	if err != nil || json.Unmarshal(text, &p) != nil || !filepath.IsLocal(p.Version) {
		return "npm"
	}
	return p.Version
}

// openTree lets everybody read and pass a tree.
func openTree(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		mode := info.Mode().Perm() | 0o444
		if d.IsDir() || mode&0o100 != 0 {
			mode |= 0o111
		}
		return os.Chmod(path, mode)
	})
}
