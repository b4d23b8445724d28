package eventlog

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// MustOpen opens a log that is closed at the test's end.
func MustOpen(tb testing.TB, opts Options) *Log {
	tb.Helper()
	if opts.MinFree == 0 {
		opts.MinFree = -1 // the machine's disk is not the test's matter
	}
	l, err := Open(opts)
	if err != nil {
		tb.Fatalf("open: %v", err)
	}
	tb.Cleanup(func() { l.Close() })
	return l
}

// MustRun runs the log; stop ends it and waits.
func MustRun(tb testing.TB, l *Log) (stop func()) {
	tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- l.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			tb.Errorf("Run: %v", err)
		}
	})
	tb.Cleanup(stop)
	return stop
}

// MustAppend appends and insists on success.
func MustAppend(tb testing.TB, l *Log, r Record) Record {
	tb.Helper()
	got, err := l.Append(context.Background(), r)
	if err != nil {
		tb.Fatalf("append: %v", err)
	}
	return got
}

// MustFill makes a closed log with n records in dir and gives them.
func MustFill(tb testing.TB, opts Options, n int) []Record {
	tb.Helper()
	l := MustOpen(tb, opts)
	stop := MustRun(tb, l)
	_, last := l.Bounds()
	records := make([]Record, n)
	for i := range records {
		records[i] = MustAppend(tb, l, sample(int(last)+i+1))
	}
	stop()
	return records
}

// sample is a record like those of the game, different for each n.
func sample(n int) Record {
	return Record{
		Kind:          []string{"telemetry", "spawn", "rare"}[n%3],
		CharacterName: fmt.Sprintf("Ûlm of Test %d", n%7),
		Payload:       fmt.Appendf(nil, `{"type":"spawn","n":%d,"mob":"Drudge %d"}`, n, n*n),
	}
}

// MustReadAll reads from after to the log's end.
func MustReadAll(tb testing.TB, l *Log, after uint64) ([]Record, []Corrupt) {
	tb.Helper()
	r := l.NewReader(after)
	defer r.Close()
	var records []Record
	var corrupt []Corrupt
	for _, last := l.Bounds(); r.after < last; {
		b, err := r.Read(tb.Context(), 7, 0, 0)
		if err != nil {
			tb.Fatalf("read: %v", err)
		}
		records, corrupt = append(records, b.Records...), append(corrupt, b.Corrupt...)
		if b.Through != r.after {
			tb.Fatalf("Through is %d, the reader is at %d", b.Through, r.after)
		}
	}
	return records, corrupt
}

// same compares what a record was submitted and answered as with what was read.
func same(a, b Record) bool {
	return a.Position == b.Position && a.ReceivedAt.Equal(b.ReceivedAt) && a.Kind == b.Kind &&
		a.CharacterName == b.CharacterName && string(a.Payload) == string(b.Payload)
}

// wantRecords insists on exactly these.
func wantRecords(tb testing.TB, got, want []Record) {
	tb.Helper()
	if len(got) != len(want) {
		tb.Fatalf("read %d records, want %d", len(got), len(want))
	}
	for i := range got {
		if !same(got[i], want[i]) {
			tb.Fatalf("record %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}

// segmentPaths are the segment files of dir, in order.
func segmentPaths(tb testing.TB, dir string) []string {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*"+segmentSuffix))
	if err != nil {
		tb.Fatal(err)
	}
	return paths
}

// MustReadFile reads a file.
func MustReadFile(tb testing.TB, path string) []byte {
	tb.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// MustWriteFile writes a file.
func MustWriteFile(tb testing.TB, path string, content []byte) {
	tb.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		tb.Fatal(err)
	}
}

// soon bounds what must not take long.
func soon(tb testing.TB) context.Context {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), 2*time.Minute)
	tb.Cleanup(cancel)
	return ctx
}
