package eventlog

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"overlord/store/fault"
)

// memDisk is a disk in memory that can fail and crash as real ones do. Files and
// names have what the processes see and what is durable. A failed sync leaves
// the pages clean although they were not written, as Linux does.
type memDisk struct {
	mu      sync.Mutex
	names   map[string]*memFile
	durable map[string]*memFile
	pending []func(map[string]*memFile) // changes of names since the last SyncDir, in order
	held    bool
	free    int64 // what Free answers; 0: plenty

	// before is asked before each operation that changes something; its error
	// is the operation's. Of a write, short bytes are written all the same.
	before func(op, path string, size int) (short int, err error)
}

func newMemDisk() *memDisk {
	return &memDisk{names: map[string]*memFile{}, durable: map[string]*memFile{}}
}

// ask runs the hook. The lock is not held, so that it may look at the disk.
func (d *memDisk) ask(op, path string, size int) (int, error) {
	d.mu.Lock()
	hook := d.before
	d.mu.Unlock()
	if hook == nil {
		return 0, nil
	}
	short, err := hook(op, filepath.Base(path), size)
	if err != nil {
		err = &os.PathError{Op: op, Path: path, Err: err}
	}
	return short, err
}

// inject sets the hook.
func (d *memDisk) inject(hook func(op, path string, size int) (int, error)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.before = hook
}

func (d *memDisk) change(f func(map[string]*memFile)) {
	f(d.names)
	d.pending = append(d.pending, f)
}

func (d *memDisk) Open(path string, flag int) (file, error) {
	write := flag&(os.O_CREATE|os.O_TRUNC) != 0
	op := "open"
	if write {
		op = "create"
	}
	if _, err := d.ask(op, path, 0); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	f, ok := d.names[path]
	if !ok && flag&os.O_CREATE == 0 {
		return nil, &os.PathError{Op: "open", Path: path, Err: os.ErrNotExist}
	}
	if !ok {
		f = &memFile{dirty: map[int]bool{}}
		d.change(func(names map[string]*memFile) { names[path] = f })
	}
	if flag&os.O_TRUNC != 0 {
		f.truncate(0)
	}
	return &memHandle{disk: d, path: path, file: f}, nil
}

func (d *memDisk) Rename(from, to string) error {
	if _, err := d.ask("rename", to, 0); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.names[from] == nil {
		return &os.PathError{Op: "rename", Path: from, Err: os.ErrNotExist}
	}
	d.change(func(names map[string]*memFile) {
		if f := names[from]; f != nil {
			names[to] = f
			delete(names, from)
		}
	})
	return nil
}

func (d *memDisk) Remove(path string) error {
	if _, err := d.ask("remove", path, 0); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.names[path] == nil {
		return &os.PathError{Op: "remove", Path: path, Err: os.ErrNotExist}
	}
	d.change(func(names map[string]*memFile) { delete(names, path) })
	return nil
}

func (d *memDisk) List(dir string) ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var names []string
	for path := range d.names {
		if strings.HasPrefix(path, dir+"/") {
			names = append(names, filepath.Base(path))
		}
	}
	slices.Sort(names)
	return names, nil
}

func (d *memDisk) Hold(string) (io.Closer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.held {
		return nil, fault.New(fault.Conflict, "held")
	}
	d.held = true
	return memLock{d}, nil
}

type memLock struct{ d *memDisk }

func (l memLock) Close() error {
	l.d.mu.Lock()
	defer l.d.mu.Unlock()
	l.d.held = false
	return nil
}

func (d *memDisk) SyncDir(dir string) error {
	if _, err := d.ask("syncdir", dir, 0); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, f := range d.pending {
		f(d.durable)
	}
	d.pending = nil
	return nil
}

func (d *memDisk) Free(string) (int64, int64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.free == 0 {
		return 1 << 40, 1 << 40, nil
	}
	return d.free, 1 << 40, nil
}

func (d *memDisk) DropCache(f file) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	f.(*memHandle).file.drop()
	return nil
}

var errIO = unix.EIO
