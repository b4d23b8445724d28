//go:build unix

package embedded

import (
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

func TestStaleLockFilesAreNoObstacle(t *testing.T) {
	t.Parallel()
	dead := exec.Command("/bin/sh", "-c", "exit")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	other := exec.Command("/bin/sh", "-c", "read line")
	input, err := other.StdinPipe()
	if err == nil {
		err = other.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { input.Close(); other.Wait() })
	for name, text := range map[string]string{
		"of a dead process":             pidFile(dead.Process.Pid),
		"of a process of somebody else": pidFile(other.Process.Pid),
		"of this very process":          pidFile(os.Getpid()),
		"of the first process":          pidFile(1),
		"left empty by a power cut":     "",
		"cut off by a power cut":        "12",
		"that is no such file":          "hello\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := testConfig(mustDataDir(t))
			l := layoutOf(cfg.DataDir)
			for _, path := range []string{filepath.Join(l.data(), "postmaster.pid"), filepath.Join(l.run(), ".s.PGSQL.5432.lock")} {
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			s := mustStart(t, cfg)
			mustText(t, s.URL("dereth"), `select 'hello'`)
		})
	}
}

// pidFile is a postmaster.pid as PostgreSQL writes it.
func pidFile(pid int) string {
	return fmt.Sprintf("%d\n/nowhere\n%d\n5432\n/nowhere/run\n\n   123456        99\nready   \n", pid, time.Now().Unix())
}

func TestReadPostmaster(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text string
		want       postmaster
		ok         bool
	}{
		{"whole", pidFile(77), postmaster{77, 5432, "/nowhere/run"}, true},
		{"just begun", "77\n/nowhere\n", postmaster{pid: 77}, true},
		{"a single-user server", "-77\n", postmaster{}, false},
		{"zero, which means everybody", "0\n", postmaster{}, false},
		{"empty", "", postmaster{}, false},
	}
	for _, c := range cases {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "postmaster.pid"), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, ok := readPostmaster(dir); got != c.want || ok != c.ok {
			t.Errorf("%s: got %v, %v, want %v, %v", c.name, got, ok, c.want, c.ok)
		}
	}
	if _, ok := readPostmaster(t.TempDir()); ok {
		t.Error("read a file that is not there")
	}
}

func TestPressureRises(t *testing.T) {
	t.Parallel()
	for waited, want := range map[time.Duration]int{
		0: 0, leftoverNudge - 1: 0, leftoverNudge: 1, leftoverForce - 1: 1, leftoverForce: 2, leftoverKill: 3, leftoverEnd: 3,
	} {
		if got := pressure(waited); got != want {
			t.Errorf("after %v: %d, want %d", waited, got, want)
		}
	}
}

// A postmaster that nobody told to stop, as on a system where the kernel does
// not tell it of its parent's death.
func TestAnUntoldPostmasterIsStopped(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	s := mustStart(t, cfg)
	mustStop(t, s)
	cmd := command(s.as, 0, s.bins.postgres(), arguments(s.layout, s.cfg, s.socket)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	eventually(t, "it runs", func() bool { return s.ask(t.Context()) == nil })
	pid := cmd.Process.Pid
	if whatIs(pid, s.layout.data()) != ofTheFolder {
		t.Errorf("whatIs(postmaster) = %v", whatIs(pid, s.layout.data()))
	}
	if got := askPs(pid, s.layout.data()); got != ofTheFolder {
		t.Errorf("askPs(postmaster) = %v", got)
	}
	again := mustStart(t, cfg)
	if err := <-ended; err != nil {
		t.Errorf("the untold postmaster did not stop cleanly: %v", err)
	}
	if again.Pid() == pid {
		t.Error("it is still the one")
	}
}

func TestWhatIsTellsProcessesApart(t *testing.T) {
	t.Parallel()
	gone := exec.Command("/bin/sh", "-c", "exit")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	zombie := exec.Command("/bin/sh", "-c", "exit")
	if err := zombie.Start(); err != nil {
		t.Fatal(err)
	}
	defer zombie.Wait()
	for name, c := range map[string]struct {
		pid  int
		want relation
	}{
		"this test":         {os.Getpid(), foreign},
		"a process gone by": {gone.Process.Pid, absent},
	} {
		if got := whatIs(c.pid, "/nowhere"); got != c.want {
			t.Errorf("whatIs(%s) = %v, want %v", name, got, c.want)
		}
		if got := askPs(c.pid, "/nowhere"); got != c.want {
			t.Errorf("askPs(%s) = %v, want %v", name, got, c.want)
		}
	}
	eventually(t, "an ended process that nobody fetched counts for nothing", func() bool {
		return whatIs(zombie.Process.Pid, "/nowhere") == foreign
	})
}

func TestClearLeftoversLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	s := mustStart(t, testConfig(mustDataDir(t)))
	if err := clearLeftovers(t.Context(), filepath.Join(mustPlace(t), "other"), slog.Default()); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(s.Pid(), 0); err != nil {
		t.Errorf("the server of another folder is gone: %v", err)
	}
	mustText(t, s.URL("dereth"), `select 'hello from `+strconv.Itoa(s.Pid())+`'`)
}
