package eventlog

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// file is what the log needs of an open file.
type file interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Truncate(size int64) error
	Sync() error
	Size() (int64, error)
}

// files are the operations on a directory's files. Paths are whole.
type files interface {
	Open(path string, flag int) (file, error) // os.O_ flags; made with mode 0600
	Rename(from, to string) error
	Remove(path string) error
	List(dir string) ([]string, error) // names
}

// volume is what the directory itself can do.
type volume interface {
	Hold(dir string) (io.Closer, error)             // makes it, and locks it against others
	SyncDir(dir string) error                       // after a file was made, renamed or removed
	Free(dir string) (free, total int64, err error) // bytes
	DropCache(f file) error                         // so that the next read comes from the disk
}

// disk is where a log lives; tests put faults into it.
type disk interface {
	files
	volume
}

// osDisk is the real one.
type osDisk struct{}

type osFile struct{ *os.File }

// Size is the file's, in bytes.
func (f osFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Open opens one file.
func (osDisk) Open(path string, flag int) (file, error) {
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, err
	}
	return osFile{f}, nil
}

// Rename moves a file over another.
func (osDisk) Rename(from, to string) error { return os.Rename(from, to) }

// Remove deletes a file.
func (osDisk) Remove(path string) error { return os.Remove(path) }

// List gives the names in dir.
func (osDisk) List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

// SyncDir makes the names in dir durable.
func (osDisk) SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Free asks the file system of dir.
func (osDisk) Free(dir string) (free, total int64, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), int64(s.Blocks) * int64(s.Bsize), nil
}

// DropCache forgets the file's cached pages.
func (osDisk) DropCache(f file) error {
	of, ok := f.(osFile)
	if !ok {
		return nil
	}
	return dropCache(int(of.Fd()))
}

// isFull tells whether err means that there is no room: the disk, a quota or the
// process's file size limit.
func isFull(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) || errors.Is(err, unix.EFBIG)
}
