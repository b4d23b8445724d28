//go:build unix

package embedded

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestAHalfMadeDatabaseIsMadeAgain(t *testing.T) {
	t.Parallel()
	cfg := testConfig(filepath.Join(mustPlace(t), "data"))
	l := layoutOf(cfg.DataDir)
	first := mustSpawn(t, cfg.DataDir, nil)
	eventually(t, "initdb has begun", func() bool {
		_, err := os.Stat(filepath.Join(l.unfinished(), "PG_VERSION"))
		return err == nil
	})
	first.kill()
	if _, err := os.Stat(l.data()); err == nil {
		t.Fatal("initdb was over before the kill, so that this test proves nothing")
	}
	s := mustStart(t, cfg)
	mustText(t, s.URL("dereth"), `select 'hello'`)
	if _, err := os.Stat(l.unfinished()); !os.IsNotExist(err) {
		t.Errorf("the half-made one is left: %v", err)
	}
}

func TestAnEmptyDataFolderIsFilled(t *testing.T) {
	t.Parallel()
	cfg := testConfig(filepath.Join(mustPlace(t), "data"))
	if err := os.MkdirAll(layoutOf(cfg.DataDir).data(), 0o755); err != nil {
		t.Fatal(err)
	}
	s := mustStart(t, cfg)
	mustText(t, s.URL("dereth"), `select 'hello'`)
}

func TestAFolderWithOtherThingsIsNotTouched(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"precious": "x", "PG_VERSION": "garbage"} {
		cfg := testConfig(filepath.Join(mustPlace(t), "data"))
		data := layoutOf(cfg.DataDir).data()
		if err := os.MkdirAll(data, 0o755); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(data, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Start(t.Context(), cfg)
		wantError(t, err, data, "backup", "move it away")
		if got := mustRead(t, path, 0o600); got != text {
			t.Errorf("%s holds %q now", name, got)
		}
	}
}

func TestDataOfAnotherMajorVersionIsRefused(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	version := filepath.Join(layoutOf(cfg.DataDir).data(), "PG_VERSION")
	was := mustRead(t, version, 0o600)
	if err := os.WriteFile(version, []byte("13\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), cfg)
	wantError(t, err, "made by PostgreSQL 13", "install PostgreSQL 13 and set PG_BIN_DIR", "make a backup with version 13")
	if err := os.WriteFile(version, []byte(was), 0o600); err != nil {
		t.Fatal(err)
	}
	s := mustStart(t, cfg) // nothing was harmed
	mustText(t, s.URL("dereth"), `select 'hello'`)
}

// Without the system's C.UTF-8, as on some systems before PostgreSQL 17 brought
// its own, the next best is taken.
func TestEveryMajorVersionHasALocaleToFallBackTo(t *testing.T) {
	t.Parallel()
	for major := oldest; major < 20; major++ {
		all := locales(major)
		if len(all) == 0 || (major < 17 && all[len(all)-1][0] != "--locale=C") {
			t.Errorf("PostgreSQL %d: %v", major, all)
		}
	}
}

// mustWrap is a folder whose initdb does something before the real one.
func mustWrap(tb testing.TB, before string) Binaries {
	tb.Helper()
	b, err := Find(tb.Context(), testConfig(mustPlace(tb)))
	if err != nil {
		tb.Fatal(err)
	}
	dir := filepath.Join(mustPlace(tb), "bin")
	if err := os.Mkdir(dir, 0o755); err != nil {
		tb.Fatal(err)
	}
	script := "#!/bin/sh\n" + before + "\nexec " + b.initdb() + " \"$@\"\n"
	if err := os.WriteFile(filepath.Join(dir, "initdb"), []byte(script), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.Symlink(b.postgres(), filepath.Join(dir, "postgres")); err != nil {
		tb.Fatal(err)
	}
	b.Dir = dir
	return b
}

// mustLayout is an empty layout and the user who will own its data.
func mustLayout(tb testing.TB) (layout, account) {
	tb.Helper()
	dir, l, err := makeFolders(filepath.Join(mustPlace(tb), "data"))
	if err != nil {
		tb.Fatal(err)
	}
	as, err := accountFor(l)
	if err == nil {
		err = as.reach(l.root, dir)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return l, as
}

func TestAMissingLocaleIsReplacedByTheNextBest(t *testing.T) {
	t.Parallel()
	b := mustWrap(t, `case "$*" in *C.UTF-8*|*en_US*) echo 'initdb: error: invalid locale name "C.UTF-8"'; exit 1;; esac`)
	b.Major = 15 // which has no locales of its own
	l, as := mustLayout(t)
	if err := initialize(t.Context(), l, b, as, true); err != nil {
		t.Fatal(err)
	}
	if major, err := l.major(); err != nil || major == 0 {
		t.Errorf("major = %d, %v", major, err)
	}
}

func TestAnInitdbThatFailsIsQuotedAndTriedOnce(t *testing.T) {
	t.Parallel()
	calls := filepath.Join(mustPlace(t), "calls")
	if err := os.WriteFile(calls, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(calls, 0o666); err != nil {
		t.Fatal(err)
	}
	b := mustWrap(t, `echo called >> `+calls+`; echo 'initdb: error: no space left'; exit 1`)
	b.Major = 15
	l, as := mustLayout(t)
	err := initialize(t.Context(), l, b, as, true)
	wantError(t, err, "initdb failed", "exit status 1", "no space left")
	if got := mustRead(t, calls, 0o666); got != "called\n" {
		t.Errorf("calls: %q", got)
	}
	if _, err := os.Stat(l.data()); !os.IsNotExist(err) {
		t.Errorf("there is a data folder: %v", err)
	}
}

func TestAnInitdbThatHangsEndsWithTheContext(t *testing.T) {
	t.Parallel()
	begun := filepath.Join(mustPlace(t), "begun")
	if err := os.WriteFile(begun, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(begun, 0o666); err != nil {
		t.Fatal(err)
	}
	b := mustWrap(t, `echo begun > `+begun+`; sleep 600; exit 1`)
	l, as := mustLayout(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- initialize(ctx, l, b, as, true) }()
	eventually(t, "initdb runs", func() bool {
		text, _ := os.ReadFile(begun)
		return len(text) > 0
	})
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}
