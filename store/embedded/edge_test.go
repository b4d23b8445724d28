//go:build unix

package embedded

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestADataDirThatCannotBeMadeIsNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(mustPlace(t), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "data")} {
		_, err := Start(t.Context(), testConfig(dir))
		wantError(t, err, "DATA_DIR", dir)
	}
}

func TestAnEarlierPasswordIsKeptAndAnEmptyFileFilled(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "password")
	first, err := keptPassword(path)
	if err != nil || len(first) < 20 {
		t.Fatalf("password %q, %v", first, err)
	}
	if again, err := keptPassword(path); err != nil || again != first {
		t.Errorf("another password the second time: %v", err)
	}
	if err := os.WriteFile(path, []byte("chosen\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := keptPassword(path); err != nil || got != "chosen" {
		t.Errorf("password %q, %v", got, err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := keptPassword(path); err != nil || got == "" || got == first {
		t.Errorf("password %q, %v", got, err)
	}
	if _, err := keptPassword(t.TempDir()); err == nil {
		t.Error("a folder is taken for a password")
	}
}

func TestDatabasesThatAreThereAreLeftAlone(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	s := mustStart(t, cfg)
	mustExec(t, mustConnect(t, s.URL("dereth")), `create table kept ()`)
	mustStop(t, s)
	cfg.Databases = append(cfg.Databases, "another")
	s = mustStart(t, cfg)
	mustText(t, s.URL("dereth"), `select count(*)::text from kept`)
	mustText(t, s.URL("another"), `select 'made'`)
}

func TestAttachWaitsForAServerThatIsStarting(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	dir, l, err := makeFolders(cfg.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := hold(t.Context(), l.lock()) // as a start does first
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Attach(ctx, cfg); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while it starts for long: %v", err)
	}
	attached := make(chan error, 1)
	go func() {
		_, err := Attach(t.Context(), testConfig(dir))
		attached <- err
	}()
	lock.Close() // it failed
	if err := <-attached; !errors.Is(err, ErrNotRunning) {
		t.Errorf("after it failed: %v", err)
	}
}

// A question whether a folder is free must not refuse a start.
func TestAskingDoesNotRefuseAStart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	asked, err := probe(path)
	if err != nil {
		t.Fatal(err)
	}
	held := make(chan error, 1)
	go func() {
		f, err := hold(context.Background(), path)
		if err == nil {
			defer f.Close()
		}
		held <- err
	}()
	asked.Close()
	if err := <-held; err != nil {
		t.Errorf("refused: %v", err)
	}
}

func TestACommandOfAnotherUserIsToldSo(t *testing.T) {
	t.Parallel()
	mustRoot(t)
	cfg := testConfig(mustDataDir(t))
	s := mustStart(t, cfg)
	other := mustUser(t, "nobody")
	if s.as.uid == other.Uid {
		t.Skip("there are no two users to try with")
	}
	line := mustSpawn(t, cfg.DataDir, other).says(t)
	if !strings.HasPrefix(line, "failed:") || !strings.Contains(line, "permission denied") {
		t.Errorf("the child says %q", line)
	}
	mustText(t, s.URL("dereth"), `select 'untouched'`)
}

func TestSettingsAreQuoted(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	cfg.Settings = map[string]string{"cluster_name": `it's "so"`, "log_line_prefix": "%m it''s "}
	s := mustStart(t, cfg)
	if got := mustText(t, s.URL("dereth"), `show cluster_name`); got != `it's "so"` {
		t.Errorf("cluster_name is %s", got)
	}
}

func TestAnswersThatWaitingWillNotChange(t *testing.T) {
	t.Parallel()
	s := mustStart(t, testConfig(mustDataDir(t)))
	conn, err := s.connect(t.Context(), "missing")
	if err == nil {
		conn.Close(t.Context())
	}
	if !refused(err) {
		t.Errorf("a missing database: %v", err)
	}
	mustStop(t, s)
	if err := s.ask(t.Context()); err == nil || refused(err) {
		t.Errorf("a server that is not there: %v", err)
	}
}
