//go:build unix

package embedded

import (
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
