package eventlog

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"github.com/google/uuid"

	"overlord/store/fault"
)

// The log's id is kept in a file of its own, one line with its CRC-32C behind
// it, and again in every segment. Any one of them is enough.
const (
	idName  = "log_id"
	idBytes = 36 + 1 + 8 + 1
)

func encodeID(id uuid.UUID) []byte {
	return fmt.Appendf(nil, "%s %08x\n", id, crc32.Checksum(id[:], castagnoli))
}

// readID reads the id file; uuid.Nil when there is none or it is damaged.
func readID(d disk, dir string) (uuid.UUID, error) {
	f, err := d.Open(filepath.Join(dir, idName), os.O_RDONLY)
	if errors.Is(err, os.ErrNotExist) {
		return uuid.Nil, nil
	}
	if err != nil {
		return uuid.Nil, err
	}
	defer f.Close()
	b := make([]byte, idBytes)
	if _, err := f.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return uuid.Nil, err
	}
	id, err := uuid.ParseBytes(b[:36])
	if err != nil || string(encodeID(id)) != string(b) {
		return uuid.Nil, nil
	}
	return id, nil
}

// writeID makes the id durable.
func writeID(d disk, dir string, id uuid.UUID) error {
	f, err := createFile(d, dir, filepath.Join(dir, idName), encodeID(id))
	if err != nil {
		return fmt.Errorf("write %s: %w", idName, err)
	}
	return f.Close()
}

// settleID decides which log the directory holds: what the id file says, or else
// what the segments say. uuid.Nil means that the log is new. It refuses a
// directory whose segments all belong to another log, and one that does not say
// whose it is: guessing would make every record unreadable.
func settleID(dir string, fromFile uuid.UUID, found []finding) (uuid.UUID, error) {
	votes := map[uuid.UUID]int{}
	for _, s := range found {
		if s.intact {
			votes[s.prelude.id]++
		}
	}
	switch {
	case len(found) == 0:
		return fromFile, nil
	case fromFile != uuid.Nil && (len(votes) == 0 || votes[fromFile] > 0):
		return fromFile, nil
	case fromFile != uuid.Nil:
		return uuid.Nil, fault.New(fault.Conflict, "the segments in %s belong to another event log than its file %s says (%s): "+
			"put back the file or the segments that belong together", dir, idName, fromFile)
	case len(votes) == 1:
		for id := range votes {
			return id, nil
		}
	}
	return uuid.Nil, fault.New(fault.Conflict, "the event log in %s does not say which log it is: its file %s is missing or damaged, "+
		"and its %d segments name %d logs: put back %s, or move the segments away", dir, idName, len(found), len(votes), idName)
}
