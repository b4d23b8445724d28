package eventlog

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A process that is being started shares its parent's files until it is another
// program; a log that was closed must not stay locked by that.
func TestAClosedLogIsFreeAlsoWhenItsLockFileIsShared(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lock, err := osDisk{}.Hold(dir)
	MustOK(t, err)
	shared, err := unix.Dup(int(lock.(dirLock).Fd()))
	MustOK(t, err)
	defer unix.Close(shared)
	MustOK(t, lock.Close())
	lock, err = osDisk{}.Hold(dir)
	MustOK(t, err)
	MustOK(t, lock.Close())
}

func TestADirectoryIsMadeWithItsParentsAndForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "b", "c")
	lock, err := osDisk{}.Hold(dir)
	MustOK(t, err)
	defer lock.Close()
	for path, mode := range map[string]os.FileMode{dir: 0o700 | os.ModeDir, filepath.Join(dir, lockName): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode() != mode {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}
