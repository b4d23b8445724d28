//go:build unix

package embedded

import (
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// mustUser is a user of this machine who is not root.
func mustUser(tb testing.TB, name string) *syscall.Credential {
	tb.Helper()
	u, err := user.Lookup(name)
	if err != nil {
		tb.Skipf("there is no user %s: %v", name, err)
	}
	a, err := accountOf(u)
	if err != nil {
		tb.Fatal(err)
	}
	return &syscall.Credential{Uid: a.uid, Gid: a.gid}
}

func TestAnOrdinaryUserRunsItAsHimself(t *testing.T) {
	t.Parallel()
	mustRoot(t) // to become that user
	nobody := mustUser(t, "nobody")
	home := filepath.Join(mustPlace(t), "home")
	if err := os.Mkdir(home, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(home, int(nobody.Uid), int(nobody.Gid)); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(home, "data")
	server := mustSpawn(t, dir, nobody)
	pid := server.mustRun(t)
	info, err := os.Stat(filepath.Join("/proc", strconv.Itoa(pid)))
	if err == nil && info.Sys().(*syscall.Stat_t).Uid != nobody.Uid {
		t.Errorf("PostgreSQL runs as user %d", info.Sys().(*syscall.Stat_t).Uid)
	}
	server.kill()

	t.Run("and is started by him again after a kill", func(t *testing.T) {
		again := mustSpawn(t, dir, nobody)
		again.mustRun(t)
		again.end()
	})
	t.Run("and may be started by root, as him", func(t *testing.T) {
		cfg := testConfig(dir)
		if err := os.Chmod(home, 0o711); err != nil {
			t.Fatal(err)
		}
		s := mustStart(t, cfg)
		if s.as.uid != nobody.Uid {
			t.Errorf("root runs it as %s", s.as.name)
		}
		mustText(t, s.URL("dereth"), `select 'hello'`)
	})
}

func TestDataOfSomebodyElseIsRefused(t *testing.T) {
	t.Parallel()
	mustRoot(t)
	cfg := testConfig(mustDataDir(t))
	s := mustStart(t, cfg)
	mustStop(t, s)
	other := mustUser(t, "nobody")
	if s.as.uid == other.Uid {
		t.Skip("there are no two users to try with")
	}
	for _, path := range []string{cfg.DataDir, s.layout.root, s.layout.lock()} {
		if err := os.Chown(path, int(other.Uid), int(other.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	line := mustSpawn(t, cfg.DataDir, other).says(t)
	for _, want := range []string{"failed:", "belongs to user " + s.as.name, "this is user nobody", "chown"} {
		if !strings.Contains(line, want) {
			t.Errorf("the child says %q, want %q in it", line, want)
		}
	}
}

func TestAFolderThatTheUserMayNotPassIsNamed(t *testing.T) {
	t.Parallel()
	mustRoot(t)
	closed := filepath.Join(mustPlace(t), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(closed, "data")
	_, err := Start(t.Context(), testConfig(dir))
	wantError(t, err, "may not pass the folder "+closed+":", "chmod o+x "+closed, "DATA_DIR")
	if err := os.Chmod(closed, 0o711); err != nil {
		t.Fatal(err)
	}
	s := mustStart(t, testConfig(dir))
	mustText(t, s.URL("dereth"), `select 'hello'`)
}

// A backup that root brought back belongs to root.
func TestDataOfRootIsGivenToTheDatabasesUser(t *testing.T) {
	t.Parallel()
	mustRoot(t)
	cfg := testConfig(mustDataDir(t))
	info, err := os.Stat(filepath.Join(layoutOf(cfg.DataDir).data(), "global", "pg_control"))
	if err != nil {
		t.Fatal(err)
	}
	if uid := info.Sys().(*syscall.Stat_t).Uid; uid != 0 {
		t.Fatalf("the copy belongs to %d, so that this test proves nothing", uid)
	}
	s := mustStart(t, cfg)
	mustText(t, s.URL("dereth"), `select 'hello'`)
}

func TestBlockedByReadsModeBitsAsTheKernelDoes(t *testing.T) {
	t.Parallel()
	place := mustPlace(t)
	own := account{uid: uint32(os.Geteuid()), gid: uint32(os.Getegid())}
	stranger := account{uid: 54321, gid: 54321}
	fellow := account{uid: 54321, gid: own.gid}
	for _, c := range []struct {
		mode                   os.FileMode
		own, fellow, strangers bool // who passes
	}{
		{0o700, true, false, false},
		{0o710, true, true, false},
		{0o711, true, true, true},
		{0o701, true, false, true}, // the group's bits are the group's
		{0o077, false, true, true}, // as the owner's are the owner's
		{0o644, false, false, false},
	} {
		dir := filepath.Join(place, c.mode.String())
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, c.mode); err != nil {
			t.Fatal(err)
		}
		for _, who := range []struct {
			name  string
			is    account
			passe bool
		}{{"owner", own, c.own}, {"fellow", fellow, c.fellow}, {"stranger", stranger, c.strangers}} {
			want := dir
			if who.passe {
				want = ""
			}
			if got := who.is.blockedBy(filepath.Join(dir, "file")); got != want {
				t.Errorf("mode %o, %s: blocked by %q, want %q", c.mode, who.name, got, want)
			}
		}
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
}
