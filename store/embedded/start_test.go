//go:build unix

package embedded

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestStartMakesTheDatabases(t *testing.T) {
	t.Parallel()
	s := mustStart(t, testConfig(filepath.Join(mustPlace(t), "new", "data")))
	for _, name := range []string{"dereth", "inventory_db"} {
		if got := mustText(t, s.URL(name), `select current_database() || ' as ' || current_user`); got != name+" as overlord" {
			t.Errorf("connected to %s, want %s", got, name)
		}
	}
	if got := mustText(t, s.URL("dereth"), `show server_version`); !strings.HasPrefix(got, s.Version()) {
		t.Errorf("the server is %s, Version says %s", got, s.Version())
	}
}

func TestStartFindsItsDataAgain(t *testing.T) {
	t.Parallel()
	dir := mustDataDir(t)
	s := mustStart(t, testConfig(dir))
	mustExec(t, mustConnect(t, s.URL("dereth")), `create table kept as select 42 as n`)
	mustStop(t, s)
	s = mustStart(t, testConfig(dir))
	if got := mustText(t, s.URL("dereth"), `select n::text from kept`); got != "42" {
		t.Errorf("read %s", got)
	}
}

func TestNothingPromisedMayBeLost(t *testing.T) {
	t.Parallel()
	s := mustStart(t, testConfig(mustDataDir(t)))
	for setting, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on",
		"timezone": "UTC", "server_encoding": "UTF8", "listen_addresses": "", "lc_messages": "C", "max_connections": "60",
	} {
		if got := mustText(t, s.URL("dereth"), `show `+setting); got != want {
			t.Errorf("%s is %q, want %q", setting, got, want)
		}
	}
}

func TestTextIsSortedByCodePointAndKnowsLetters(t *testing.T) {
	t.Parallel()
	s := mustStart(t, testConfig(mustDataDir(t)))
	if got := mustText(t, s.URL("dereth"), `select lower('ÅÉ') || string_agg(w, '' order by w) from unnest('{b,B,a,ä,_}'::text[]) w`); got != "åéB_abä" {
		t.Errorf("got %s", got)
	}
}

func TestTheUsersSettingsWin(t *testing.T) {
	t.Parallel()
	dir := mustDataDir(t)
	cfg := testConfig(dir)
	cfg.Settings = map[string]string{"work_mem": "7MB", "maintenance_work_mem": "33MB"}
	if err := os.WriteFile(layoutOf(dir).local(), []byte("work_mem = '5MB'\nlisten_addresses = '*'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := mustStart(t, cfg)
	for setting, want := range map[string]string{"work_mem": "5MB", "maintenance_work_mem": "33MB", "listen_addresses": ""} {
		if got := mustText(t, s.URL("dereth"), `show `+setting); got != want {
			t.Errorf("%s is %q, want %q", setting, got, want)
		}
	}
}

func TestOnlyTheDatabasesUserMayEnterItsFolders(t *testing.T) {
	t.Parallel()
	s := mustStart(t, testConfig(mustDataDir(t)))
	for _, dir := range []string{s.layout.data(), s.socket} {
		info, err := os.Stat(dir)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 || !s.as.owns(info) {
			t.Errorf("%s has mode %v, want 0700 and the user %s as owner", dir, info.Mode(), s.as.name)
		}
	}
}

func TestNothingThatTheDatabaseCanWriteIsOpenedByRoot(t *testing.T) {
	t.Parallel()
	mustRoot(t)
	s := mustStart(t, testConfig(mustDataDir(t)))
	for _, path := range []string{s.layout.root, s.layout.lock(), s.layout.config(), s.layout.hba(), s.layout.log()} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if s.as.owns(info) || info.Mode().Perm()&0o022 != 0 {
			t.Errorf("%s has mode %v and can be written by %s", path, info.Mode(), s.as.name)
		}
	}
}

func TestStrangePathsAreNoObstacle(t *testing.T) {
	t.Parallel()
	place := mustPlace(t)
	real := filepath.Join(place, `a, "b" and 'c'`)
	mustCopy(t, layoutOf(mustDataDir(t)).data(), layoutOf(real).data())
	link := filepath.Join(place, "link")
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	s := mustStart(t, testConfig(link))
	mustText(t, s.URL("dereth"), `select 'hello'`)
	if len(servers(s.layout.data())) == 0 {
		t.Error("the server's processes are not recognised through the link")
	}
}

func TestAForeignEnvironmentChangesNothing(t *testing.T) {
	for _, name := range []string{"PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "LC_ALL"} {
		t.Setenv(name, "/nowhere")
	}
	t.Setenv("PGPORT", "1")
	s := mustStart(t, testConfig(mustDataDir(t)))
	mustText(t, s.URL("dereth"), `select 'hello'`)
}

func TestAFailedStartLeavesNothingRunning(t *testing.T) {
	t.Parallel()
	dir := mustDataDir(t)
	if err := os.WriteFile(layoutOf(dir).local(), []byte("nonsense = on\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), testConfig(dir))
	wantError(t, err, "did not start", "nonsense")
	if err := os.Remove(layoutOf(dir).local()); err != nil {
		t.Fatal(err)
	}
	mustStart(t, testConfig(dir))
}

func TestACancelledStartLeavesNothingRunning(t *testing.T) {
	t.Parallel()
	dir := mustDataDir(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errWanted)
	if _, err := Start(ctx, testConfig(dir)); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	if left := servers(layoutOf(dir).data()); len(left) > 0 {
		t.Errorf("processes %v are left", left)
	}
	mustStart(t, testConfig(dir))
}

func TestListenOpensLoopbackToWhomHasAPassword(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	cfg.Listen, cfg.Reader = freeAddress(t), "overlord_readonly"
	for range 2 { // the password stays
		s := mustStart(t, cfg)
		password := strings.TrimSpace(mustRead(t, filepath.Join(cfg.DataDir, "overlord_readonly-password"), 0o600))
		address := "@" + cfg.Listen + "/dereth"
		if got := mustText(t, "postgres://overlord_readonly:"+password+address, `select current_user::text`); got != "overlord_readonly" {
			t.Errorf("connected as %s", got)
		}
		for _, who := range []string{"overlord_readonly:wrong", "overlord:", "overlord:overlord"} {
			if _, err := pgx.Connect(t.Context(), "postgres://"+who+address); err == nil {
				t.Errorf("%s was let in", who)
			}
		}
		mustText(t, s.URL("dereth"), `select 'the socket works as well'`)
		mustStop(t, s)
	}
}

func TestAnAddressInUseIsSaid(t *testing.T) {
	t.Parallel()
	first := testConfig(mustDataDir(t))
	first.Listen = freeAddress(t)
	mustStart(t, first)
	second := testConfig(mustDataDir(t))
	second.Listen = first.Listen
	_, err := Start(t.Context(), second)
	wantError(t, err, "did not start", "Address already in use")
}

func TestAttachFindsARunningServer(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	if _, err := Attach(t.Context(), cfg); !errors.Is(err, ErrNotRunning) {
		t.Errorf("without a server: %v", err)
	}
	s := mustStart(t, cfg)
	other, err := Attach(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if other.URL("dereth") != s.URL("dereth") {
		t.Errorf("the address is %s, want %s", other.URL("dereth"), s.URL("dereth"))
	}
	mustStop(t, other)
	mustText(t, s.URL("dereth"), `select 'still there'`)
	mustStop(t, s)
	if _, err := Attach(t.Context(), cfg); !errors.Is(err, ErrNotRunning) {
		t.Errorf("after the stop: %v", err)
	}
}
