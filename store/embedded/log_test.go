//go:build unix

package embedded

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func mustLog(tb testing.TB, r *recorder) *serverLog {
	tb.Helper()
	l, err := openLog(filepath.Join(tb.TempDir(), "postgres.log"), r.logger())
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func TestTheLogIsBoundedAndKeepsTheNewest(t *testing.T) {
	t.Parallel()
	l := mustLog(t, &recorder{})
	line := strings.Repeat("x", 1000)
	for i := range 3 * logBytes / len(line) {
		fmt.Fprintf(l.input, "%d %s\n", i, line)
	}
	fmt.Fprintln(l.input, "the last")
	eventually(t, "the last line is written", func() bool {
		text, _ := os.ReadFile(l.path)
		return strings.HasSuffix(string(text), "the last\n")
	})
	l.close()
	entries, err := os.ReadDir(filepath.Dir(l.path))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 {
		t.Errorf("%d files, want 2", len(entries))
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Size() > logBytes || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %d bytes, mode %v, %v", e.Name(), info.Size(), info.Mode(), err)
		}
	}
}

func TestTheLogGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	l := mustLog(t, &recorder{})
	l.line("first\n")
	again, err := openLog(l.path, l.logger)
	if err != nil {
		t.Fatal(err)
	}
	again.line("second\n")
	if text, err := os.ReadFile(l.path); err != nil || string(text) != "first\nsecond\n" {
		t.Errorf("the log is %q, %v", text, err)
	}
}

func TestALineOfAnyLengthIsTaken(t *testing.T) {
	t.Parallel()
	l := mustLog(t, &recorder{})
	long := strings.Repeat("y", 3*lineBytes)
	fmt.Fprintln(l.input, long)
	l.input.WriteString("without an end")
	l.close()
	eventually(t, "all of it is written", func() bool {
		text, _ := os.ReadFile(l.path)
		return string(text) == long+"\nwithout an end"
	})
}

func TestAnOperatorHearsOfTheServersOwnTroubleOnly(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"2026-11-22 PANIC:  could not write to file":                           true,
		"LOG:  server process (PID 12) was terminated by signal 9: Killed":     true,
		"ERROR:  could not extend file: No space left on device":               true,
		"WARNING:  invalid page in block 3 of relation base/5/1259":            true,
		"ERROR:  duplicate key value violates unique constraint":               false,
		"FATAL:  the database system is starting up":                           false,
		"LOG:  checkpoint complete":                                            false,
		"FATAL:  terminating connection due to administrator command":          false,
		"ERROR:  invalid input syntax for type integer: \"do not say PANIC\"":  false,
		"LOG:  listening on Unix socket \"/var/lib/overlord/run/.s.PGSQL.5432": false,
	} {
		r := &recorder{}
		l := mustLog(t, r)
		l.line(line + "\n")
		l.close()
		if got := strings.Contains(r.String(), "the private database reports"); got != want {
			t.Errorf("%q reported: %v, want %v", line, got, want)
		}
	}
}

func TestLastWordsAreTheLastOnes(t *testing.T) {
	t.Parallel()
	l := mustLog(t, &recorder{})
	defer l.close()
	for i := range 100 {
		l.line(fmt.Sprintf("line %d\n", i))
	}
	words := l.lastWords()
	if strings.Count(words, "\n") != logWords || !strings.HasSuffix(words, "\n  line 99") {
		t.Errorf("last words: %q", words)
	}
	l.begin()
	if words := l.lastWords(); words != "" {
		t.Errorf("a new life begins with the words of the last: %q", words)
	}
}

func TestDrainWaitsForWhatWasSaid(t *testing.T) {
	t.Parallel()
	l := mustLog(t, &recorder{})
	defer l.close()
	for i := range 200 {
		fmt.Fprintf(l.input, "line %d\n", i)
		l.drain()
		if words := l.lastWords(); !strings.HasSuffix(words, fmt.Sprintf("line %d", i)) {
			t.Fatalf("after line %d: %q", i, words)
		}
	}
}
