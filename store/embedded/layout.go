//go:build unix

package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// layout is the folder postgres of a data folder.
type layout struct{ root string }

func layoutOf(dataDir string) layout { return layout{filepath.Join(dataDir, "postgres")} }

func (l layout) data() string   { return filepath.Join(l.root, "data") }
func (l layout) run() string    { return filepath.Join(l.root, "run") }
func (l layout) lock() string   { return filepath.Join(l.root, "lock") }
func (l layout) config() string { return filepath.Join(l.root, "postgresql.conf") }
func (l layout) hba() string    { return filepath.Join(l.root, "pg_hba.conf") }
func (l layout) local() string  { return filepath.Join(l.root, "local.conf") }
func (l layout) log() string    { return filepath.Join(l.root, "postgres.log") }
func (l layout) bin() string    { return filepath.Join(l.root, "bin") }

// unfinished is where initdb works; a finished folder is renamed to data.
func (l layout) unfinished() string { return filepath.Join(l.root, "data.unfinished") }

// makeFolders makes the data folder and ours in it, and gives the layout with
// symbolic links resolved: PostgreSQL's processes are recognised by the folder
// they work in, which the kernel shows without links. Ours is passed through by
// the database's user but written by the server's alone.
func makeFolders(dataDir string) (string, layout, error) {
	err := os.MkdirAll(filepath.Dir(dataDir), 0o755)
	if err == nil {
		err = os.Mkdir(dataDir, 0o700)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return "", layout{}, fmt.Errorf("DATA_DIR=%s cannot be made: %w", dataDir, err)
	}
	if dataDir, err = filepath.EvalSymlinks(dataDir); err != nil {
		return "", layout{}, fmt.Errorf("DATA_DIR: %w", err)
	}
	l := layoutOf(dataDir)
	if err := os.Mkdir(l.root, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", layout{}, fmt.Errorf("DATA_DIR=%s cannot be used: %w", dataDir, err)
	}
	return dataDir, l, nil
}

// major is the version that made the data folder: 17 of PG_VERSION; 0 when
// there is no data folder yet. A folder that holds something else is refused,
// never written over.
func (l layout) major() (int, error) {
	text, err := os.ReadFile(filepath.Join(l.data(), "PG_VERSION"))
	if err == nil {
		v, err := strconv.Atoi(strings.TrimSpace(string(text)))
		if err != nil {
			return 0, fmt.Errorf("%s holds no version: restore the folder from a backup, or move it away to begin an empty database", filepath.Join(l.data(), "PG_VERSION"))
		}
		return v, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("the private database's folder cannot be read: %w", err)
	}
	entries, err := os.ReadDir(l.data())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("the private database's folder cannot be read: %w", err)
	case len(entries) > 0:
		return 0, fmt.Errorf("%s is not empty and holds no database (no PG_VERSION): restore it from a backup, or move it away to begin an empty database", l.data())
	}
	return 0, nil
}
