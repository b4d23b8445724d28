//go:build unix

package storetest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const patience = 60 * time.Second

// childMode, in the environment, makes the test binary a process with a server
// that the tests below end.
const childMode = "OVERLORD_TEST_STORETEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childMode) == "" {
		os.Exit(m.Run())
	}
	process.start.Do(process.run)
	if process.err != nil {
		fmt.Println(process.err)
		os.Exit(1)
	}
	fmt.Printf("home %s\n", process.home.dir)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// mustChild runs such a process and gives the folder of its server.
func mustChild(tb testing.TB) (cmd *exec.Cmd, stdin io.Closer, stdout *bufio.Reader, home string) {
	tb.Helper()
	exe, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	cmd = exec.Command(exe)
	cmd.Env = append(os.Environ(), childMode+"=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	stdout = bufio.NewReader(out)
	for line := ""; !strings.HasPrefix(line, "home "); {
		if line, err = stdout.ReadString('\n'); err != nil {
			tb.Fatalf("the child ended: %v", err)
		}
		home = strings.TrimSpace(strings.TrimPrefix(line, "home "))
	}
	return cmd, in, stdout, home
}

func eventually(tb testing.TB, what string, done func() bool) {
	tb.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	end := time.After(patience)
	for !done() {
		select {
		case <-tick.C:
		case <-end:
			tb.Fatalf("waited in vain: %s", what)
		}
	}
}

func gone(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, os.ErrNotExist)
}

func TestAProcessThatEndsLeavesNothing(t *testing.T) {
	t.Parallel()
	cmd, stdin, stdout, home := mustChild(t)
	stdin.Close()
	if _, err := io.Copy(io.Discard, stdout); err != nil { // ends when nobody holds the output any more
		t.Error(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	eventually(t, home+" is removed", func() bool { return gone(home) })
}

func TestAKilledProcessLeavesNothing(t *testing.T) {
	t.Parallel()
	cmd, _, _, home := mustChild(t)
	pid, exists := postmasterOf(home)
	if !exists {
		t.Fatal("the child has no server")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	eventually(t, home+" is removed", func() bool { return gone(home) })
	eventually(t, "its server ends", func() bool { return ended(pid) })
}

// postmasterOf reads the process of a home's server.
func postmasterOf(home string) (pid int, exists bool) {
	text, err := os.ReadFile(filepath.Join(home, "postgres", "data", "postmaster.pid"))
	if err != nil {
		return 0, false
	}
	_, err = fmt.Sscan(string(text), &pid)
	return pid, err == nil
}

// ended tells a process that is gone, or that only its parent has still to fetch.
func ended(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return true
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(stat), ") Z ")
}

func TestSweepRemovesWhatNobodyOwnsAnyMore(t *testing.T) {
	t.Parallel()
	place := t.TempDir()
	done := exec.Command("/bin/sh", "-c", "exit")
	if err := done.Run(); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * sweepAge)
	for name, c := range map[string]struct {
		age  time.Time
		goes bool
	}{
		fmt.Sprintf("%s%d-1", homePrefix, done.Process.Pid): {old, true},
		fmt.Sprintf("%s%d-2", homePrefix, done.Process.Pid): {time.Now(), false},
		fmt.Sprintf("%s%d-3", homePrefix, os.Getpid()):      {old, false},
		homePrefix + "precious":                             {old, false},
		"other":                                             {old, false},
	} {
		dir := filepath.Join(place, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(dir, c.age, c.age); err != nil {
			t.Fatal(err)
		}
		sweep(place)
		if gone(dir) != c.goes {
			t.Errorf("%s: gone is %v, want %v", name, gone(dir), c.goes)
		}
	}
}

func TestTheFrontendsModulesAreFoundFromHere(t *testing.T) {
	t.Parallel()
	dirs := nodeModules()
	if len(dirs) != 1 || filepath.Base(dirs[0]) != "node_modules" {
		t.Fatalf("found %v", dirs)
	}
	if gone(filepath.Join(filepath.Dir(dirs[0]), "..", "go.mod")) {
		t.Errorf("%s is not in the module's frontend", dirs[0])
	}
}
