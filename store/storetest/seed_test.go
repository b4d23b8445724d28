//go:build unix

package storetest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"overlord/store/embedded"
)

func mustHome(tb testing.TB) *home {
	tb.Helper()
	h, err := newHome()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := h.remove(); err != nil || !gone(h.dir) {
			tb.Errorf("%s is left: %v", h.dir, err)
		}
	})
	return h
}

func mustStop(tb testing.TB, s *embedded.Server, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
	if err := s.Stop(context.Background()); err != nil {
		tb.Error(err)
	}
}

func TestSeedsAreMadeUsedAndReplaced(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("HOME", cache)
	steps := []struct {
		name  string
		spoil func(seed string) error
	}{
		{"there is none", func(string) error { return nil }},
		{"there is one", func(string) error { return nil }},
		{"it is damaged", func(seed string) error { return os.Remove(filepath.Join(seed, "global", "pg_control")) }},
		{"it is empty", func(seed string) error {
			if err := os.RemoveAll(seed); err != nil {
				return err
			}
			return os.Mkdir(seed, 0o700)
		}},
	}
	for _, step := range steps {
		h := mustHome(t)
		cfg := config(h, 20)
		seed := seedFor(t.Context(), cfg)
		if err := step.spoil(seed); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		s, err := start(t.Context(), h, cfg)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		mustStop(t, s, nil)
	}
}

func TestWithoutACacheTheServerIsMadeAnew(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("HOME", "")
	h := mustHome(t)
	cfg := config(h, 20)
	if seed := seedFor(t.Context(), cfg); seed != "" {
		t.Fatalf("the seed is %s, so that this test proves nothing", seed)
	}
	s, err := start(t.Context(), h, cfg)
	mustStop(t, s, err)
}

func TestASeedOfSomebodyElseIsNotTrusted(t *testing.T) {
	t.Parallel()
	if mine("/") != (os.Geteuid() == 0) {
		t.Error("the root folder is taken for this user's")
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(t.TempDir(), link); err != nil {
		t.Fatal(err)
	}
	if mine(link) || mine(filepath.Join(link, "missing")) {
		t.Error("a link or nothing is taken for a seed")
	}
}
