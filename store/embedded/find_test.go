//go:build unix

package embedded

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// self is the user of this process, as whom the fake programs are run.
func self() account { return account{name: "me", uid: uint32(os.Geteuid()), gid: uint32(os.Getegid())} }

// mustFake is a folder with programs that only tell their version.
func mustFake(tb testing.TB, dir, version string) string {
	tb.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		tb.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s (Some Distribution 1.2-3)'\n", version)
	for _, name := range []string{"initdb", "postgres"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

// only is a configuration that finds nothing of this machine but the folders
// of a PATH, after which the system's places follow.
func onPath(dirs ...string) Config {
	return Config{DataDir: "/nowhere", Getenv: func(name string) string {
		if name == "PATH" {
			return strings.Join(dirs, string(filepath.ListSeparator))
		}
		return ""
	}}
}

func TestFindPrefersWhatWasNamed(t *testing.T) {
	t.Parallel()
	place := mustPlace(t)
	cfg := onPath(mustFake(t, filepath.Join(place, "path"), "16.1"))
	cfg.BinDir = mustFake(t, filepath.Join(place, "named"), "14.23")
	b, err := find(t.Context(), cfg, 0, self(), "")
	if err != nil {
		t.Fatal(err)
	}
	if want := (Binaries{Dir: cfg.BinDir, Major: 14, Full: "14.23"}); b != want {
		t.Errorf("found %v, want %v", b, want)
	}
}

func TestFindPrefersTheDatasOwnVersion(t *testing.T) {
	t.Parallel()
	place := mustPlace(t)
	cfg := onPath(mustFake(t, filepath.Join(place, "a"), "97.1"), mustFake(t, filepath.Join(place, "b"), "98.2"))
	cfg.BinDir = mustFake(t, filepath.Join(place, "named"), "99.3")
	for want, dir := range map[int]string{97: "a", 98: "b", 99: "named"} {
		if b, err := find(t.Context(), cfg, want, self(), ""); err != nil || b.Major != want || filepath.Base(b.Dir) != dir {
			t.Errorf("for data of %d: %v, %v", want, b, err)
		}
	}
	_, err := find(t.Context(), cfg, 96, self(), "")
	wantError(t, err, "made by PostgreSQL 96", "97.1 in "+filepath.Join(place, "a"), "99.3 in")
}

func TestFindFollowsLinksToTheRealFolder(t *testing.T) {
	t.Parallel()
	place := mustPlace(t)
	real := mustFake(t, filepath.Join(place, "real"), "97.1")
	links := filepath.Join(place, "links")
	if err := os.Mkdir(links, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(real, "initdb"), filepath.Join(links, "initdb")); err != nil {
		t.Fatal(err)
	}
	b, err := find(t.Context(), onPath(links), 97, self(), "")
	if err != nil || b.Dir != real {
		t.Errorf("found %v, %v, want %s", b, err, real)
	}
}

func TestPG_BIN_DIRWithoutProgramsIsSaid(t *testing.T) {
	t.Parallel()
	place := mustPlace(t)
	broken := mustFake(t, filepath.Join(place, "broken"), "97.1")
	if err := os.WriteFile(filepath.Join(broken, "postgres"), []byte("#!/bin/sh\necho cannot load a library; exit 127\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	half := mustFake(t, filepath.Join(place, "half"), "97.1")
	if err := os.Remove(filepath.Join(half, "postgres")); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{
		place:  "there is no initdb",
		half:   "there is no postgres beside initdb",
		broken: "cannot load a library",
		mustFake(t, filepath.Join(place, "old"), "9.6.24"):  "PostgreSQL 9.6.24 is too old",
		mustFake(t, filepath.Join(place, "odd"), "unknown"): "said",
	} {
		cfg := onPath(mustFake(t, filepath.Join(place, "good"), "97.1"))
		cfg.BinDir = dir
		_, err := find(t.Context(), cfg, 0, self(), "")
		wantError(t, err, "PG_BIN_DIR="+dir+":", want)
	}
}

func TestNoneFoundSaysTheThreeWays(t *testing.T) {
	t.Parallel()
	err := noneFound([]rejected{{"/a/bin", "cannot be run"}})
	wantError(t, err, "npm install", "frontend", "apt-get install postgresql", "PG_BIN_DIR", "DATABASE_URL", "/a/bin: cannot be run")
}

func TestWhatDoesNotRunIsPassedOver(t *testing.T) {
	t.Parallel()
	place := mustPlace(t)
	broken := mustFake(t, filepath.Join(place, "broken"), "97.1")
	if err := os.WriteFile(filepath.Join(broken, "postgres"), []byte("no program\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	good := mustFake(t, filepath.Join(place, "good"), "97.2")
	b, err := find(t.Context(), onPath(broken, "relative", "", good), 97, self(), "")
	if err != nil || b.Dir != good {
		t.Errorf("found %v, %v, want %s", b, err, good)
	}
}

func TestCandidatesComeInTheirOrder(t *testing.T) {
	t.Parallel()
	cfg := onPath("/on/path")
	cfg.BinDir, cfg.NodeModules = "/named", []string{"/modules"}
	dirs := candidates(cfg)
	order := []string{"/named", filepath.Join("frontend", "node_modules", npmScope, platform(), "native", "bin"), filepath.Join("/modules", npmScope, platform(), "native", "bin"), "/on/path"}
	last := -1
	for _, dir := range order {
		at := slices.Index(dirs, dir)
		if at <= last {
			t.Errorf("%s stands at %d, after %d: %v", dir, at, last, dirs)
		}
		last = at
	}
}

func TestNewestFirst(t *testing.T) {
	t.Parallel()
	dirs := []string{"/usr/lib/postgresql/9.6/bin", "/usr/lib/postgresql/14/bin", "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/15/bin"}
	slices.SortFunc(dirs, newestFirst)
	if got := strings.Join(dirs, " "); !strings.HasPrefix(got, "/usr/lib/postgresql/17/bin /usr/lib/postgresql/15/bin /usr/lib/postgresql/14/bin") {
		t.Errorf("order: %s", got)
	}
}

func TestFindForStart(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	b, err := Find(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := mustStart(t, cfg)
	if s.Binaries() != b {
		t.Errorf("Find says %v, Start took %v", b, s.Binaries())
	}
}
