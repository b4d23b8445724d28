//go:build unix

package storetest

import (
	"bytes"
	"sync"
)

// Log keeps what is written to it, such as the output of a logger or of another
// process, for a test to look at. Several goroutines may use it; the zero value is
// empty.
type Log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// String is everything that was written.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
