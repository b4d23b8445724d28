package eventlog

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The test binary runs itself as a child that appends, when this names what for.
const childEnv = "EVENTLOG_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childEnv) {
	case "append":
		appendUntilKilled(os.Getenv("EVENTLOG_TEST_DIR"), os.Getenv("EVENTLOG_TEST_ROUND"))
	case "small files":
		appendSmallFiles(os.Getenv("EVENTLOG_TEST_DIR"))
	default:
		os.Exit(m.Run())
	}
}

// child starts the test binary as a child and gives its output.
func child(t *testing.T, what, dir, round string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+what, "EVENTLOG_TEST_DIR="+dir, "EVENTLOG_TEST_ROUND="+round)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	MustOK(t, err)
	MustOK(t, cmd.Start())
	t.Cleanup(func() { cmd.Process.Kill() })
	return cmd, bufio.NewScanner(out)
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

// killOptions make segments small, so that the child is often killed while one
// begins.
func killOptions(dir string) Options {
	return Options{Dir: dir, MaxBytes: 8 << 20, SegmentBytes: 8 << 10, MinFree: -1}
}

// appendUntilKilled appends from several goroutines, and says on its output what
// was accepted and, before it, how far is trimmed.
func appendUntilKilled(dir, round string) {
	l, err := Open(killOptions(dir))
	must(err)
	go func() { must(l.Run(context.Background())) }()
	var sent atomic.Int64
	for range 4 {
		go func() {
			for {
				n := sent.Add(1)
				payload := fmt.Appendf(nil, "%s-%d %s", round, n, strings.Repeat("x", int(n%300)))
				must(l.Submit(context.Background(), Record{Kind: "k", Payload: payload}, func(r Record, err error) {
					must(err)
					fmt.Fprintf(os.Stdout, "A %d %s\n", r.Position, payload)
				}))
				if n%300 == 0 {
					_, last := l.Bounds()
					fmt.Fprintf(os.Stdout, "T %d -\n", last-min(last, 400))
					must(l.Trim(last - min(last, 800)))
				}
			}
		}()
	}
	select {}
}

func TestWhatWasAcceptedSurvivesTwentyKills(t *testing.T) {
	t.Parallel()
	opts := killOptions(t.TempDir())
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	accepted, trimmed := map[uint64]string{}, uint64(0)
	for round := range 20 {
		cmd, out := child(t, "append", opts.Dir, fmt.Sprint(round))
		for left := random.IntN(1200); out.Scan(); left-- {
			kind, position, payload := answerLine(t, out.Text())
			if kind == "T" {
				trimmed = max(trimmed, position)
			} else if accepted[position] != "" {
				t.Fatalf("position %d was given twice", position)
			} else {
				accepted[position] = payload
			}
			if left == 0 {
				MustOK(t, cmd.Process.Signal(unix.SIGKILL))
			}
		}
		if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("round %d: the child ended by itself: %v", round, err)
		}
		checkAfterKill(t, opts, accepted, trimmed)
	}
	if len(accepted) < 1000 {
		t.Errorf("only %d were accepted", len(accepted))
	}
}

// answerLine parses a line of the child. The last one may be cut short; then it
// says nothing.
func answerLine(t *testing.T, line string) (kind string, position uint64, payload string) {
	t.Helper()
	parts := strings.SplitN(line, " ", 3)
	position, err := strconv.ParseUint(parts[1], 10, 64)
	if err != nil || len(parts) != 3 {
		t.Fatalf("the child said %q", line)
	}
	return parts[0], position, parts[2]
}

// checkAfterKill reads the log and completes accepted by what was synced and not
// answered any more.
func checkAfterKill(t *testing.T, opts Options, accepted map[uint64]string, trimmed uint64) {
	t.Helper()
	l := MustOpen(t, opts)
	first, last := l.Bounds()
	if first > trimmed+1 {
		t.Fatalf("the log begins at %d, trimmed through %d", first, trimmed)
	}
	got, corrupt := MustReadAll(t, l, first-1)
	if len(corrupt) > 0 || uint64(len(got)) != last-first+1 {
		t.Fatalf("%d records from %d to %d, corrupt: %+v", len(got), first, last, corrupt)
	}
	unique := map[string]bool{}
	for i, r := range got {
		payload := string(r.Payload)
		if r.Position != first+uint64(i) || unique[payload] || accepted[r.Position] != "" && accepted[r.Position] != payload {
			t.Fatalf("position %d holds %q, accepted was %q", r.Position, payload, accepted[r.Position])
		}
		accepted[r.Position], unique[payload] = payload, true
	}
	for p := range accepted {
		if p > last {
			t.Fatalf("position %d was accepted, the log ends at %d", p, last)
		}
	}
	MustOK(t, l.Close())
}

// appendSmallFiles appends where no file may become larger than 20,000 bytes.
func appendSmallFiles(dir string) {
	signal.Ignore(unix.SIGXFSZ)
	must(unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 20_000, Max: 20_000}))
	l, err := Open(Options{Dir: dir, MaxBytes: 1 << 20, MinFree: -1})
	must(err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- l.Run(ctx) }()
	for n := range 600 {
		payload := fmt.Sprintf("%d %s", n, strings.Repeat("y", 400))
		r, err := l.Append(ctx, Record{Payload: []byte(payload)})
		if err != nil {
			fmt.Printf("R 0 %s\n", err)
			continue
		}
		fmt.Printf("A %d %s\n", r.Position, payload)
	}
	cancel()
	must(<-ended)
}

func TestAFileThatCannotGrowIsLikeAFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cmd, out := child(t, "small files", dir, "")
	accepted, refused := map[uint64]string{}, 0
	for out.Scan() {
		kind, position, payload := answerLine(t, out.Text())
		if kind == "A" {
			accepted[position] = payload
		} else if refused++; !strings.Contains(payload, "event log is full: there is no room on the disk") {
			t.Errorf("refused with %s", payload)
		}
	}
	MustOK(t, cmd.Wait())
	if refused == 0 || len(accepted) < 60 { // a file holds 45
		t.Errorf("%d refused, %d accepted", refused, len(accepted))
	}
	n := len(accepted)
	checkAfterKill(t, Options{Dir: dir, MaxBytes: 1 << 20}, accepted, 0)
	if len(accepted) != n {
		t.Errorf("%d refused records came back", len(accepted)-n)
	}
}
