//go:build unix

package embedded

import (
	"bufio"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"
)

// Bounds of what is kept of PostgreSQL's output.
const (
	logBytes  = 4 << 20 // a file; with its predecessor twice that
	logWords  = 12      // lines quoted when PostgreSQL ends unexpectedly
	lineBytes = 64 << 10
)

const (
	logMark       = "\x00 mark\n" // PostgreSQL writes no zero
	drainPatience = time.Second
)

// serverLog takes PostgreSQL's output through a pipe into a bounded file, keeps
// the last lines for error messages, and passes on what an operator must hear.
type serverLog struct {
	input  *os.File // the pipe's end for PostgreSQL
	path   string
	logger *slog.Logger

	marks chan struct{} // a mark was read

	mu    sync.Mutex
	file  *os.File
	bytes int64
	tail  []string
}

// openLog opens the file and begins to read the pipe.
func openLog(path string, logger *slog.Logger) (*serverLog, error) {
	l := &serverLog{path: path, logger: logger, marks: make(chan struct{}, 1)}
	if err := l.open(); err != nil {
		return nil, err
	}
	output, input, err := os.Pipe()
	if err != nil {
		l.file.Close()
		return nil, err
	}
	l.input = input
	go l.copy(output)
	return l, nil
}

func (l *serverLog) open() error {
	file, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return err
	}
	l.file, l.bytes = file, info.Size()
	return nil
}

// copy reads until the last process that holds the pipe has ended.
func (l *serverLog) copy(output io.ReadCloser) {
	defer output.Close()
	r := bufio.NewReaderSize(output, lineBytes)
	for {
		line, err := r.ReadSlice('\n') // a longer line comes in pieces
		switch {
		case string(line) == logMark:
			select {
			case l.marks <- struct{}{}:
			default: // nobody waits for it any more
			}
		case len(line) > 0:
			l.line(string(line))
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			break
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		l.file.Close()
	}
}

func (l *serverLog) line(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tail = append(l.tail, strings.TrimRight(text, "\n"))
	if len(l.tail) > logWords {
		l.tail = l.tail[1:]
	}
	if l.bytes+int64(len(text)) > logBytes {
		l.rotate()
	}
	l.bytes += int64(len(text))
	if l.file != nil {
		_, _ = l.file.WriteString(text) // a full disk must not stop PostgreSQL's output
	}
	if alarming(text) {
		l.logger.Error("the private database reports", "line", strings.TrimSpace(text))
	}
}

// rotate keeps one predecessor.
func (l *serverLog) rotate() {
	l.file.Close()
	l.file = nil
	_ = os.Rename(l.path, l.path+".1")
	if err := l.open(); err != nil {
		l.logger.Error("the private database's log cannot be written", "error", err)
	}
}

// alarming tells the lines that mean trouble of the server itself from those
// about somebody's statement.
func alarming(line string) bool {
	return strings.Contains(line, "PANIC:  ") || strings.Contains(line, "was terminated by signal") ||
		strings.Contains(line, "No space left on device") || strings.Contains(line, "invalid page in block")
}

// drain waits until what a PostgreSQL that has ended said is read: it is in the
// pipe before a mark of our own.
func (l *serverLog) drain() {
	if _, err := l.input.WriteString(logMark); err != nil {
		return
	}
	select {
	case <-l.marks:
	case <-time.After(drainPatience): // an orphan in the middle of a line has hidden the mark
	}
}

// begin forgets the last life's words.
func (l *serverLog) begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tail = nil
}

// lastWords is what PostgreSQL said last, each line on a line of its own.
func (l *serverLog) lastWords() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b strings.Builder
	for _, line := range l.tail {
		b.WriteString("\n  " + line)
	}
	return b.String()
}

// close gives up our end of the pipe; the file is closed with the last line.
func (l *serverLog) close() { l.input.Close() }
