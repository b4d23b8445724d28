package eventlog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// A segment file is a header of preludeBytes, then frames. Its name is the
// position of its first record.
//
//	 0  8  magic
//	 8 16  log id
//	24  8  first position
//	32  8  received at of the record before the first, microseconds since 1970
//	40 20  zero
//	60  4  CRC-32C of bytes 0 to 59
const (
	preludeBytes     = 64
	segmentMagic     = "OVLDLOG1"
	segmentSuffix    = ".seg"
	tempSuffix       = ".tmp"        // being made; removed at open
	foreignSuffix    = ".foreign"    // of another log
	unreadableSuffix = ".unreadable" // nothing in it could be read
)

// indexEvery is how many bytes of a segment lie between two of its index's
// entries: what a Seek reads in vain, at most.
const indexEvery = 128 << 10

// segment is what the log keeps in memory of one file. Its fields change under
// the log's lock only.
type segment struct {
	path  string
	first uint64  // the position its first record has or will have
	size  int64   // bytes that are synced and may be read
	index []place // rising
}

// place is where a record stands in its segment.
type place struct {
	position uint64
	offset   int64
}

// prelude is a segment's header.
type prelude struct {
	id       uuid.UUID
	first    uint64
	received int64 // of the record before the first; 0: there was none
}

// segmentName is the file's name. Names sort as positions do.
func segmentName(first uint64) string { return fmt.Sprintf("%020d%s", first, segmentSuffix) }

// parseSegmentName gives the first position; false when name is no segment's.
func parseSegmentName(name string) (uint64, bool) {
	digits, ok := strings.CutSuffix(name, segmentSuffix)
	if !ok || len(digits) != 20 {
		return 0, false
	}
	first, err := strconv.ParseUint(digits, 10, 64)
	return first, err == nil && first > 0
}

func (p prelude) encode() []byte {
	b := make([]byte, preludeBytes)
	copy(b, segmentMagic)
	copy(b[8:], p.id[:])
	binary.LittleEndian.PutUint64(b[24:], p.first)
	binary.LittleEndian.PutUint64(b[32:], uint64(p.received))
	binary.LittleEndian.PutUint32(b[60:], crc32.Checksum(b[:60], castagnoli))
	return b
}

// readPrelude decodes a segment's header; ok is false when it is damaged.
func readPrelude(f io.ReaderAt) (p prelude, ok bool, err error) {
	b := make([]byte, preludeBytes)
	if _, err := f.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return prelude{}, false, err
	}
	if string(b[:8]) != segmentMagic || crc32.Checksum(b[:60], castagnoli) != binary.LittleEndian.Uint32(b[60:]) {
		return prelude{}, false, nil
	}
	return prelude{
		id:       uuid.UUID(b[8:24]),
		first:    binary.LittleEndian.Uint64(b[24:]),
		received: int64(binary.LittleEndian.Uint64(b[32:])),
	}, true, nil
}

// createSegment makes an empty segment, durable with its name, in place of one
// of the same name: the new file has new pages, which matters after a failed
// sync.
func createSegment(d disk, dir string, p prelude) (file, *segment, error) {
	path := filepath.Join(dir, segmentName(p.first))
	f, err := createFile(d, dir, path, p.encode())
	if err != nil {
		return nil, nil, fmt.Errorf("make segment %s: %w", filepath.Base(path), err)
	}
	return f, &segment{path: path, first: p.first, size: preludeBytes}, nil
}

// createFile writes a whole file so that after a crash it is there whole, or not
// at all.
func createFile(d disk, dir, path string, content []byte) (file, error) {
	f, err := d.Open(path+tempSuffix, os.O_CREATE|os.O_TRUNC|os.O_RDWR)
	if err != nil {
		return nil, err
	}
	_, err = f.WriteAt(content, 0)
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		return nil, errors.Join(err, f.Close(), d.Remove(path+tempSuffix))
	}
	err = d.Rename(path+tempSuffix, path)
	if err == nil {
		err = d.SyncDir(dir)
	}
	if err != nil {
		return nil, halfMade{errors.Join(err, f.Close())}
	}
	return f, nil
}

// halfMade is the failure to make a file that may be there all the same, now or
// after a crash. A segment must not grow past one that may be there.
type halfMade struct{ error }

// Unwrap is the cause.
func (h halfMade) Unwrap() error { return h.error }

// locate gives the last indexed place at or before position.
func (s *segment) locate(position uint64) place {
	i := sort.Search(len(s.index), func(i int) bool { return s.index[i].position > position })
	if i == 0 {
		return place{position: s.first, offset: preludeBytes}
	}
	return s.index[i-1]
}

// addIndex adds p where the last entry is far enough behind.
func addIndex(index []place, p place) []place {
	behind := int64(preludeBytes)
	if n := len(index); n > 0 {
		behind = index[n-1].offset
	}
	if p.offset-behind < indexEvery {
		return index
	}
	return append(index, p)
}
