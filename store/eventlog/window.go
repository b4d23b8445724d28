package eventlog

import (
	"errors"
	"fmt"
	"io"
)

// windowBytes is how much of a segment is read in one call.
const windowBytes = 256 << 10

// blockBytes is the least that a disk fails to read.
const blockBytes = 4 << 10

// window shows a segment in pieces.
type window struct {
	src   io.ReaderAt
	end   int64 // how far the segment may be read
	fresh bool  // new memory for each piece: records keep pointing into old ones
	patch bool  // what the disk cannot read is taken as zeros, which are no frame

	unread    int64 // the end of what was patched; 0: nothing was
	unreadErr error

	buf   []byte // bytes of the segment …
	start int64  // … from here
}

// view gives n bytes at off, fewer at the end of what may be read. They stay
// valid until the next call, or for ever with w.fresh.
func (w *window) view(off, n int64) ([]byte, error) {
	n = min(n, w.end-off)
	if i := off - w.start; i >= 0 && i+n <= int64(len(w.buf)) {
		return w.buf[i : i+n : i+n], nil
	}
	want := min(max(n, windowBytes), w.end-off)
	if w.fresh || int64(cap(w.buf)) < want {
		w.buf = make([]byte, want)
	}
	w.buf, w.start = w.buf[:want], off
	if err := w.load(off); err != nil {
		w.buf = nil
		return nil, err
	}
	return w.buf[:n:n], nil
}

// load fills the window from off on.
func (w *window) load(off int64) error {
	err := readFull(w.src, w.buf, off)
	if err == nil || !w.patch {
		return err
	}
	for b := w.buf; len(b) > 0; {
		n := min(blockBytes-off%blockBytes, int64(len(b)))
		if err := readFull(w.src, b[:n], off); err != nil {
			clear(b[:n])
			w.unread, w.unreadErr = max(w.unread, off+n), err
		}
		b, off = b[n:], off+n
	}
	return nil
}

// readFull fills b; what lies beyond the file's end reads as zeros, which are no
// frame.
func readFull(src io.ReaderAt, b []byte, off int64) error {
	n, err := src.ReadAt(b, off)
	if errors.Is(err, io.EOF) {
		clear(b[n:])
		return nil
	}
	if err != nil {
		return fmt.Errorf("read event log: %w", err)
	}
	return nil
}

// ahead gives what the window holds from off on, a head's length at least.
func (w *window) ahead(off int64) ([]byte, error) {
	if i := off - w.start; i >= 0 && i+headBytes <= int64(len(w.buf)) {
		return w.buf[i:], nil
	}
	return w.view(off, windowBytes)
}
