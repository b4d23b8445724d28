package eventlog

import (
	"io"
	"math/rand/v2"
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

const sector = 64 // small, so that small logs have many

// memFile is one inode.
type memFile struct {
	seen    []byte
	durable []byte
	dirty   map[int]bool // sectors that the next sync writes
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

// killed is the disk that the next process finds when this one is killed now.
func (d *memDisk) killed() *memDisk {
	d.mu.Lock()
	defer d.mu.Unlock()
	next := newMemDisk()
	for path, f := range d.names {
		next.names[path] = f.clone()
	}
	// What was not durable still is not: give each file its new self.
	again := map[*memFile]*memFile{}
	for path, f := range d.names {
		again[f] = next.names[path]
	}
	for path, f := range d.durable {
		if again[f] == nil {
			again[f] = f.clone()
		}
		next.durable[path] = again[f]
	}
	next.pending = []func(map[string]*memFile){func(names map[string]*memFile) {
		clear(names)
		for path, f := range next.names {
			names[path] = f
		}
	}}
	return next
}

// unplugged is the disk that is found when the power fails now: of what was not
// synced an arbitrary part is there.
func (d *memDisk) unplugged(r *rand.Rand) *memDisk {
	d.mu.Lock()
	defer d.mu.Unlock()
	names := map[string]*memFile{}
	for path, f := range d.durable {
		names[path] = f
	}
	for _, change := range d.pending[:r.IntN(len(d.pending)+1)] {
		change(names)
	}
	next := newMemDisk()
	for path, f := range names {
		left := f.survivor(r)
		next.names[path], next.durable[path] = left, left
	}
	return next
}

func (f *memFile) clone() *memFile {
	c := &memFile{seen: slices.Clone(f.seen), durable: slices.Clone(f.durable), dirty: map[int]bool{}}
	for s := range f.dirty {
		c.dirty[s] = true
	}
	return c
}

// survivor is the file after a power failure.
func (f *memFile) survivor(r *rand.Rand) *memFile {
	c := &memFile{dirty: map[int]bool{}, seen: slices.Clone(f.durable)}
	if n := len(f.seen) - len(f.durable); n > 0 {
		c.seen = append(c.seen, make([]byte, r.IntN(n+1))...)
	} else if n < 0 && r.IntN(2) == 0 {
		c.seen = c.seen[:len(f.seen)]
	}
	for s := range f.dirty {
		if r.IntN(2) == 0 && s*sector < len(c.seen) && s*sector < len(f.seen) {
			copy(c.seen[s*sector:min(len(c.seen), (s+1)*sector)], f.seen[s*sector:])
		}
	}
	c.durable = slices.Clone(c.seen)
	return c
}

func (f *memFile) touch(from, to int) {
	for s := from / sector; s*sector < to; s++ {
		f.dirty[s] = true
	}
}

func (f *memFile) truncate(size int) {
	if size <= len(f.seen) {
		f.seen = slices.Clone(f.seen[:size])
		return
	}
	f.touch(len(f.seen), size)
	f.seen = append(f.seen, make([]byte, size-len(f.seen))...)
}

func (f *memFile) write(b []byte, off int) {
	if end := off + len(b); end > len(f.seen) {
		f.seen = append(f.seen, make([]byte, end-len(f.seen))...)
	}
	copy(f.seen[off:], b)
	f.touch(off, off+len(b))
}

// sync writes the dirty sectors, and the length.
func (f *memFile) sync() {
	if len(f.durable) > len(f.seen) {
		f.durable = f.durable[:len(f.seen)]
	}
	f.durable = append(f.durable, make([]byte, len(f.seen)-len(f.durable))...)
	for s := range f.dirty {
		if s*sector < len(f.seen) {
			copy(f.durable[s*sector:min(len(f.durable), (s+1)*sector)], f.seen[s*sector:])
		}
	}
	clear(f.dirty)
}

// drop forgets clean pages.
func (f *memFile) drop() {
	for i := range f.seen {
		if !f.dirty[i/sector] && i < len(f.durable) {
			f.seen[i] = f.durable[i]
		}
	}
}

// memHandle is an open file.
type memHandle struct {
	disk *memDisk
	path string
	file *memFile
}

func (h *memHandle) ReadAt(b []byte, off int64) (int, error) {
	if _, err := h.disk.ask("read", h.path, int(off)); err != nil {
		return 0, err
	}
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	if off >= int64(len(h.file.seen)) {
		return 0, io.EOF
	}
	n := copy(b, h.file.seen[off:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

func (h *memHandle) WriteAt(b []byte, off int64) (int, error) {
	short, err := h.disk.ask("write", h.path, len(b))
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	if err != nil {
		h.file.write(b[:short], int(off))
		return short, err
	}
	h.file.write(b, int(off))
	return len(b), nil
}

func (h *memHandle) Truncate(size int64) error {
	if _, err := h.disk.ask("truncate", h.path, int(size)); err != nil {
		return err
	}
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	h.file.truncate(int(size))
	return nil
}

func (h *memHandle) Sync() error {
	_, err := h.disk.ask("sync", h.path, 0)
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	if err != nil {
		clear(h.file.dirty)
		return err
	}
	h.file.sync()
	return nil
}

func (h *memHandle) Size() (int64, error) {
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	return int64(len(h.file.seen)), nil
}

func (h *memHandle) Close() error { return nil }

var errIO = unix.EIO
