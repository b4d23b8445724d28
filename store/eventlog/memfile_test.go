package eventlog

import (
	"io"
	"slices"
)

const sector = 64 // small, so that small logs have many

// memFile is one inode.
type memFile struct {
	seen    []byte
	durable []byte
	dirty   map[int]bool // sectors that the next sync writes
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
