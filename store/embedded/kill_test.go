//go:build unix

package embedded

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestASecondServerIsRefused(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	s := mustStart(t, cfg)
	_, err := Start(t.Context(), cfg)
	if !errors.Is(err, ErrRunning) {
		t.Errorf("in this process: err = %v", err)
	}
	wantError(t, err, "process "+strconv.Itoa(os.Getpid()), "stop it first", "DATA_DIR")
	second := mustSpawn(t, cfg.DataDir, nil)
	if line := second.says(t); !strings.Contains(line, "failed: the private database is already running: process "+strconv.Itoa(os.Getpid())) {
		t.Errorf("in another process: %q", line)
	}
	mustText(t, s.URL("dereth"), `select 'the first goes on'`)
}

func TestAKilledParentTakesItsDatabaseAlong(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	parent := mustSpawn(t, cfg.DataDir, nil)
	pid := parent.mustRun(t)
	other, err := Attach(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, mustConnect(t, other.URL("dereth")), `create table kept as select 42 as n`)
	parent.kill()
	s := mustStart(t, cfg) // at once, while the other may still be stopping
	if s.Pid() == pid {
		t.Error("the killed parent's server is still the one")
	}
	if got := mustText(t, s.URL("dereth"), `select n::text from kept`); got != "42" {
		t.Errorf("read %s", got)
	}
}

func TestAKilledParentAndPostmasterAreRecoveredFrom(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	var busy []<-chan error
	for round := range 3 {
		parent := mustSpawn(t, cfg.DataDir, nil)
		pid := parent.mustRun(t)
		other, err := Attach(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		conn := mustConnect(t, other.URL("dereth"))
		mustExec(t, conn, `create table if not exists kept (n int)`)
		mustExec(t, conn, `insert into kept values (`+strconv.Itoa(round)+`)`)
		busy = append(busy, mustBusy(t, other.URL("dereth")))
		signal(pid, syscall.SIGKILL)
		parent.kill()
	}
	s := mustStart(t, cfg)
	for _, ended := range busy {
		if err := <-ended; err == nil {
			t.Error("the statement of a killed server went on")
		}
	}
	if got := mustText(t, s.URL("dereth"), `select string_agg(n::text, ',' order by n) from kept`); got != "0,1,2" {
		t.Errorf("read %s, want 0,1,2", got)
	}
}

// mustBusy runs a statement that notices by itself neither the end of its
// client nor of its postmaster for a long time.
func mustBusy(tb testing.TB, url string) <-chan error {
	tb.Helper()
	conn := mustConnect(tb, url)
	done := make(chan error, 1)
	started := mustText(tb, url, `select now()::text`)
	go func() {
		_, err := conn.Exec(context.Background(), `select count(*) from generate_series(1, 1000000000000)`)
		done <- err
	}()
	watch := mustConnect(tb, url)
	eventually(tb, "the statement runs", func() bool {
		var n int
		err := watch.QueryRow(context.Background(), `select count(*) from pg_stat_activity where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid() and query_start >= $1::timestamptz`, started).Scan(&n)
		return err == nil && n > 0
	})
	return done
}

func TestADeadPostmasterIsStartedAgain(t *testing.T) {
	t.Parallel()
	log := &recorder{}
	cfg := testConfig(mustDataDir(t))
	cfg.Logger = log.logger()
	s := mustStart(t, cfg)
	mustExec(t, mustConnect(t, s.URL("dereth")), `create table kept (n int)`)
	for round := 1; round <= 2; round++ {
		mustExec(t, mustConnect(t, s.URL("dereth")), `insert into kept values (1)`)
		signal(s.Pid(), syscall.SIGKILL)
		eventually(t, "it answers again", func() bool {
			conn, err := pgx.Connect(context.Background(), s.URL("dereth"))
			if err == nil {
				conn.Close(context.Background())
			}
			return err == nil && s.Restarts() == round
		})
	}
	if got := mustText(t, s.URL("dereth"), `select count(*)::text from kept`); got != "2" {
		t.Errorf("%s rows, want 2", got)
	}
	wantError(t, s.Err(), "signal: killed")
	if n := strings.Count(log.String(), "ended unexpectedly and is started again"); n != 2 {
		t.Errorf("the log says so %d times, want 2:\n%s", n, log)
	}
	select {
	case <-s.Exited():
		t.Error("Exited is closed although it runs")
	default:
	}
}

func TestAnUnsupervisedServerStaysDead(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	cfg.Unsupervised = true
	s, err := Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.Kill()
	<-s.Exited()
	wantError(t, s.Err(), "signal: killed")
	if s.Pid() != 0 || len(servers(s.layout.data())) > 0 {
		t.Errorf("process %d, %v are left", s.Pid(), servers(s.layout.data()))
	}
	mustStart(t, cfg) // the folder is free
}

func TestADeadBackendIsPostgreSQLsOwnAffair(t *testing.T) {
	t.Parallel()
	log := &recorder{}
	cfg := testConfig(mustDataDir(t))
	cfg.Logger = log.logger()
	s := mustStart(t, cfg)
	conn := mustConnect(t, s.URL("dereth"))
	mustExec(t, conn, `create table kept as select 42 as n`)
	signal(int(conn.PgConn().PID()), syscall.SIGKILL)
	eventually(t, "the operator hears of it", func() bool { return strings.Contains(log.String(), "was terminated by signal 9") })
	eventually(t, "it answers again", func() bool { return s.ask(context.Background()) == nil })
	if got := mustText(t, s.URL("dereth"), `select n::text from kept`); got != "42" {
		t.Errorf("read %s", got)
	}
	if s.Restarts() != 0 {
		t.Errorf("the postmaster was started again %d times", s.Restarts())
	}
}

// PostgreSQL alone hangs in about one of four such stops.
func TestStopDuringItsOwnRecoveryDoesNotHang(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	for range 3 {
		log := &recorder{}
		cfg.Logger = log.logger()
		s, err := Start(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		conn := mustConnect(t, s.URL("dereth"))
		mustExec(t, conn, `create table if not exists kept (n int)`)
		mustExec(t, conn, `insert into kept values (1)`)
		signal(int(conn.PgConn().PID()), syscall.SIGKILL)
		eventually(t, "PostgreSQL notices", func() bool { return strings.Contains(log.String(), "was terminated by signal 9") })
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		if err := s.Stop(ctx); errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("it hung: %v", err)
		}
		cancel()
	}
	s := mustStart(t, cfg)
	if got := mustText(t, s.URL("dereth"), `select count(*)::text from kept`); got != "3" {
		t.Errorf("%s rows, want 3", got)
	}
}

func TestStopIsClean(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	s := mustStart(t, cfg)
	mustBusy(t, s.URL("dereth")) // an open session does not hold it up
	mustStop(t, s)
	mustStop(t, s) // again is the same
	<-s.Exited()
	if s.Err() != nil {
		t.Errorf("Err = %v after a clean stop", s.Err())
	}
	if left := servers(s.layout.data()); len(left) > 0 {
		t.Errorf("processes %v are left", left)
	}
	if _, err := os.Stat(filepath.Join(s.layout.data(), "postmaster.pid")); !os.IsNotExist(err) {
		t.Errorf("postmaster.pid is left: %v", err)
	}
	eventually(t, "PostgreSQL says that it is down", func() bool {
		text, _ := os.ReadFile(s.layout.log())
		return strings.Contains(string(text), "database system is shut down")
	})
}

func TestAStopThatTakesTooLongIsForced(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	s, err := Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, mustConnect(t, s.URL("dereth")), `create table kept as select 42 as n`)
	// A stopped backend cannot end, and so PostgreSQL waits for it.
	conn := mustConnect(t, s.URL("dereth"))
	signal(int(conn.PgConn().PID()), syscall.SIGSTOP)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Stop(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want one that says so", err)
	}
	<-s.Exited()
	if left := servers(s.layout.data()); len(left) > 0 {
		t.Errorf("processes %v are left", left)
	}
	s = mustStart(t, cfg)
	if got := mustText(t, s.URL("dereth"), `select n::text from kept`); got != "42" {
		t.Errorf("read %s", got)
	}
}

func TestStopWhileItIsBeingStartedAgain(t *testing.T) {
	t.Parallel()
	cfg := testConfig(mustDataDir(t))
	s, err := Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	signal(s.Pid(), syscall.SIGKILL)
	eventually(t, "it is dead", func() bool { return s.Err() != nil })
	_ = s.Stop(t.Context()) // what it answers depends on how far the start got
	<-s.Exited()
	if left := servers(s.layout.data()); len(left) > 0 {
		t.Errorf("processes %v are left", left)
	}
	s = mustStart(t, cfg)
	mustText(t, s.URL("dereth"), `select 'hello'`)
}
