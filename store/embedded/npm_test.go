//go:build unix

package embedded

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// mustPackage is a fake of the npm package, with a library that lacks its link.
func mustPackage(tb testing.TB, dir, version, links string) (bin string) {
	tb.Helper()
	bin = mustFake(tb, filepath.Join(dir, "native", "bin"), version)
	for path, text := range map[string]string{
		"package.json":             `{"version": "` + version + `-beta.17"}`,
		"native/pg-symlinks.json":  links,
		"native/lib/libpq.so.5.17": "a library",
	} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	return bin
}

const oneLink = `[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]`

func TestLinksThatNpmDidNotMakeAreMade(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(mustPlace(t), "package")
	bin := mustPackage(t, dir, "97.10", oneLink)
	var all sync.WaitGroup
	for range 8 { // as test processes do at once
		all.Go(func() {
			if err := makeLinks(bin); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	target, err := os.Readlink(filepath.Join(dir, "native", "lib", "libpq.so.5"))
	if err != nil || target != "libpq.so.5.17" {
		t.Errorf("the link leads to %q, %v", target, err)
	}
}

func TestLinksOutOfThePackageAreRefused(t *testing.T) {
	t.Parallel()
	for name, links := range map[string]string{
		"upwards":       `[{"source":"native/lib/libpq.so.5.17","target":"native/../../x"}]`,
		"absolute":      `[{"source":"/etc/passwd","target":"native/lib/x"}]`,
		"elsewhere":     `[{"source":"dist/index.js","target":"native/lib/x"}]`,
		"to nothing":    `[{"source":"native/lib/missing","target":"native/lib/x"}]`,
		"no list":       `{}`,
		"no JSON":       `[`,
		"upwards first": `[{"source":"native/../../x","target":"native/lib/x"}]`,
	} {
		dir := filepath.Join(mustPlace(t), "package")
		if err := makeLinks(mustPackage(t, dir, "97.10", links)); err == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := os.Lstat(filepath.Join(dir, "native", "lib", "x")); err == nil {
			t.Errorf("%s: a link was made", name)
		}
	}
}

func TestProgramsInAClosedCloneAreCopied(t *testing.T) {
	t.Parallel()
	mustRoot(t)
	place := mustPlace(t)
	clone := filepath.Join(place, "clone")
	bin := mustPackage(t, filepath.Join(clone, "package"), "97.10", oneLink)
	if err := os.Chmod(clone, 0o700); err != nil {
		t.Fatal(err)
	}
	nobody := mustUser(t, "nobody")
	as := account{name: "nobody", uid: nobody.Uid, gid: nobody.Gid, other: true}
	_, err := inspect(t.Context(), bin, as, "")
	wantError(t, err, "nobody may not pass the folder "+clone, "chmod o+x")
	copies := filepath.Join(place, "copies")
	for range 2 { // the second finds the copy
		b, err := inspect(t.Context(), bin, as, copies)
		if err != nil {
			t.Fatal(err)
		}
		if want := filepath.Join(copies, "97.10-beta.17", "bin"); b.Dir != want || b.Major != 97 {
			t.Errorf("found %v, want %s", b, want)
		}
		if _, err := os.Stat(filepath.Join(b.Dir, "..", "lib", "libpq.so.5")); err != nil {
			t.Errorf("the copy lacks its link: %v", err)
		}
	}
}

// The real package, in the frontend's install, where there is one: its install
// script may have been off, and its clone may be closed.
func TestTheRealPackageRunsFromAClosedClone(t *testing.T) {
	t.Parallel()
	mustRoot(t)
	installed, err := filepath.Abs(filepath.Join("../../frontend/node_modules", npmScope, platform()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(installed); err != nil {
		t.Skipf("the frontend is not installed: %v", err)
	}
	clone := filepath.Join(mustPlace(t), "clone")
	pkg := filepath.Join(clone, "node_modules", npmScope, platform())
	if err := os.CopyFS(pkg, os.DirFS(installed)); err != nil {
		t.Fatal(err)
	}
	libs, err := os.ReadDir(filepath.Join(pkg, "native", "lib"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range libs {
		if e.Type()&os.ModeSymlink != 0 {
			if err := os.Remove(filepath.Join(pkg, "native", "lib", e.Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.Chmod(clone, 0o700); err != nil {
		t.Fatal(err)
	}
	cfg := testConfig(filepath.Join(mustPlace(t), "data"))
	cfg.BinDir = filepath.Join(pkg, "native", "bin")
	s := mustStart(t, cfg)
	if want := s.layout.bin(); filepath.Dir(filepath.Dir(s.bins.Dir)) != want {
		t.Errorf("it runs from %s, want below %s", s.bins.Dir, want)
	}
	mustText(t, s.URL("dereth"), `select 'hello'`)
}
