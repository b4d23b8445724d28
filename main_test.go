package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"overlord/store/storetest"
)

// asServer in the environment makes the test binary the server itself, so that
// the tests can run a process of its own, with the race detector, and kill it.
const asServer = "OVERLORD_TEST_AS_SERVER"

// patience bounds every wait for another process; nothing takes nearly as long
// on a machine that is not overloaded.
const patience = 8 * time.Minute

const testSecret = "the-secret-of-the-end-to-end-tests"

// cheapHashes and wholeHashes are its values. A hash as costly as it is to be takes
// seconds under the race detector: the tests in which that matters ask for it.
const (
	cheapHashes = "with cheap hashes"
	wholeHashes = "as it is"
)

func TestMain(m *testing.M) {
	switch os.Getenv(asServer) {
	case "":
	case cheapHashes:
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		if err := (&program{ctx: ctx, getenv: os.Getenv, out: os.Stdout, hashCost: bcrypt.MinCost}).run(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, "overlord:", err)
			os.Exit(1)
		}
		return
	default:
		main()
		return
	}
	http.DefaultTransport = listening{http.DefaultTransport, &suite}
	code := m.Run()
	for _, secret := range suite.told() {
		fmt.Println("a server's log tells a secret:", secret)
		code = 1
	}
	os.Exit(code)
}

// process is a server in a process of its own.
type process struct {
	t       *testing.T
	env     []string
	address string // host:port
	cmd     *exec.Cmd
	output  *storetest.Log
	ended   chan struct{} // closed when the process is gone
}

// newProcess chooses an address and a data folder. Start runs it.
func newProcess(t *testing.T, env ...string) *process {
	t.Helper()
	p := &process{t: t, address: freeAddress(t)}
	p.env = append(cleanEnvironment(), asServer+"="+cheapHashes, "LISTEN_ADDR="+p.address, "SHARED_SECRET="+testSecret, "DATA_DIR="+dataDir(t), "LOG_FORMAT=text")
	p.env = append(p.env, env...)
	t.Cleanup(func() { p.kill() })
	return p
}

// dataDir is a folder that the private database's user may pass, too.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "overlord-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// cleanEnvironment is this process's without what would set up a server.
func cleanEnvironment() []string {
	var env []string
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); name == "PATH" || name == "HOME" || name == "TMPDIR" || name == "GORACE" || name == "GOCOVERDIR" {
			env = append(env, pair)
		}
	}
	return env
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start runs the server and waits until it answers.
func (p *process) start(args ...string) {
	p.t.Helper()
	p.launch(args...)
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if answer, err := http.Get(p.url("/healthz")); err == nil {
			answer.Body.Close()
			// What it said before it answered may still be on its way through the pipe.
			p.eventually("its greeting", func() bool { return strings.Contains(p.output.String(), "is running.") })
			return
		}
		select {
		case <-p.ended:
			p.t.Fatalf("the server ended at its start:\n%s", p.output)
		default:
		}
		if time.Now().After(end) {
			p.t.Fatalf("the server does not answer after %s:\n%s", patience, p.output)
		}
	}
}

// launch runs the server without waiting for it.
func (p *process) launch(args ...string) {
	p.t.Helper()
	executable, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	p.output = &storetest.Log{}
	suite.keepLog(p.output)
	suite.keepSettings(p.env)
	p.cmd = exec.Command(executable, args...)
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = p.env, p.output, p.output
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	ended, cmd := make(chan struct{}), p.cmd
	p.ended = ended
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
}

// kill ends the process as a power failure would.
func (p *process) kill() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// stop asks the process to stop and tells whether it did so cleanly.
func (p *process) stop() {
	p.t.Helper()
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatalf("the server does not stop:\n%s", p.output)
	}
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		p.t.Errorf("the server stopped with exit code %d:\n%s", code, p.output)
	}
}

func (p *process) url(path string) string { return "http://" + p.address + path }

// get reads a JSON answer.
func (p *process) get(path string, into any) int {
	p.t.Helper()
	answer, err := http.Get(p.url(path))
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		p.t.Fatal(err)
	}
	return answer.StatusCode
}

// ask sends a JSON body, with cookies, and gives the answer with what it says.
func (p *process) ask(method, path, body string, cookies ...*http.Cookie) (*http.Response, string) {
	p.t.Helper()
	request, err := http.NewRequestWithContext(p.t.Context(), method, p.url(path), strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for _, c := range cookies {
		request.AddCookie(c)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer, string(text)
}

func (p *process) eventually(what string, holds func() bool) {
	p.t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("%s: not after %s; the server says\n%s", what, patience, p.output)
		}
	}
}

// command runs the program in this process and returns what it printed.
func command(t *testing.T, env map[string]string, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	err := run(ctx, args, func(name string) string { return env[name] }, &out)
	return out.String(), err
}

func TestTheFirstMinute(t *testing.T) {
	t.Parallel()
	p := newProcess(t, "ADMIN_PASSWORD=a long enough one", asServer+"="+wholeHashes)
	p.start()
	for _, part := range []string{p.url(""), "Sign in   admin", "Data ", "X-Plugin-Secret", "simulate"} {
		p.eventually("telling "+part, func() bool { return strings.Contains(p.output.String(), part) })
	}
	said := p.output.String()
	if strings.Contains(said, "a long enough one") || strings.Contains(said, testSecret) {
		t.Errorf("a secret was printed:\n%s", said)
	}
	var ready map[string]any
	p.eventually("ready", func() bool { return p.get("/readyz", &ready) == http.StatusOK })

	answer, err := http.Post(p.url("/login"), "application/json", strings.NewReader(`{"username":"admin","password":"a long enough one"}`))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK || len(answer.Cookies()) != 1 {
		t.Errorf("sign in: %s, %d cookies", answer.Status, len(answer.Cookies()))
	}
	if said, err := command(t, map[string]string{"LISTEN_ADDR": p.address}, "healthcheck"); err != nil {
		t.Errorf("healthcheck: %v %s", err, said)
	}
	p.stop()
	if _, err := command(t, map[string]string{"LISTEN_ADDR": p.address}, "healthcheck"); err == nil {
		t.Error("a stopped server is healthy")
	}
}

func TestAMadePasswordIsKeptInAFile(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.start()
	_, after, found := strings.Cut(p.output.String(), "with the password in ")
	if !found {
		t.Fatalf("the start does not say where the password is:\n%s", p.output)
	}
	path, _, _ := strings.Cut(after, "\n")
	password, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(p.output.String(), strings.TrimSpace(string(password))) {
		t.Error("the password is in the log")
	}
	body, err := json.Marshal(map[string]string{"username": "admin", "password": strings.TrimSpace(string(password))})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(p.url("/login"), "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("sign in with the password of the file: %s", answer.Status)
	}
}

func TestASecondServerIsRefused(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.start()
	second := newProcess(t)
	second.env = append(second.env, "DATA_DIR="+valueOf(p.env, "DATA_DIR"))
	second.launch()
	select {
	case <-second.ended:
	case <-time.After(patience):
		t.Fatal("a second server runs on the same data")
	}
	if code := second.cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(second.output.String(), "DATA_DIR") {
		t.Errorf("exit code %d:\n%s", code, second.output)
	}
	var live map[string]any
	if status := p.get("/live", &live); status != http.StatusOK {
		t.Errorf("the first server answers %d", status)
	}
	p.stop()
}

// valueOf is the last value of a variable in an environment.
func valueOf(env []string, name string) (value string) {
	for _, pair := range env {
		if n, v, _ := strings.Cut(pair, "="); n == name {
			value = v
		}
	}
	return value
}

func TestUsersAreManagedBesideARunningServer(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.start()
	env := map[string]string{"DATA_DIR": valueOf(p.env, "DATA_DIR")}
	out, err := command(t, env, "user", "list")
	if err != nil || !strings.Contains(out, "admin") {
		t.Errorf("beside the running server: %q %v", out, err)
	}
	p.stop()
	if out, err := command(t, env, "user", "list"); err != nil || !strings.Contains(out, "admin") {
		t.Errorf("after it has stopped: %q %v", out, err)
	}
	if _, err := command(t, env, "user", "delete", "admin"); err == nil || !strings.Contains(err.Error(), "admin") {
		t.Errorf("the last admin was deleted: %v", err)
	}
}

func TestBadSettingsStopTheStartInOneLine(t *testing.T) {
	cases := []struct {
		env  map[string]string
		args []string
		want []string
	}{
		{map[string]string{"LISTEN_ADDR": "nowhere"}, nil, []string{"LISTEN_ADDR", "nowhere", "127.0.0.1:8770"}},
		{map[string]string{"LOG_SYNC": "soon"}, nil, []string{"LOG_SYNC", "soon"}},
		{map[string]string{"IDLE_MINUTES": "0"}, nil, []string{"IDLE_MINUTES", "0"}},
		{map[string]string{"SPAWN_RETENTION": "5m"}, nil, []string{"SPAWN_RETENTION", "1d"}},
		{map[string]string{"DATABASE_URL": "postgres://localhost/dereth"}, nil, []string{"DATABASE_URL", "INVENTORY_DATABASE_URL"}},
		{map[string]string{"ADMIN_PASSWORD": "short"}, nil, []string{"ADMIN_PASSWORD"}},
		{map[string]string{"SHARED_SECRET": "x", "SHARED_SECRET_FILE": "/y"}, nil, []string{"SHARED_SECRET", "SHARED_SECRET_FILE"}},
		{nil, []string{"--no-such-flag"}, []string{"--no-such-flag"}},
		{nil, []string{"dance"}, []string{"dance"}},
	}
	for _, c := range cases {
		out, err := command(t, c.env, append([]string{"--data-dir", t.TempDir()}, c.args...)...)
		if err == nil {
			t.Errorf("%v %v: the server started", c.env, c.args)
			continue
		}
		if strings.Contains(err.Error(), "\n") || strings.Contains(out+err.Error(), "short") && c.env["ADMIN_PASSWORD"] != "" && strings.Contains(err.Error(), `"short"`) {
			t.Errorf("%v: not one line without secrets: %v", c.env, err)
		}
		for _, part := range c.want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%v %v: %q does not name %q", c.env, c.args, err, part)
			}
		}
	}
}

func TestCheckConfigShowsEverythingButSecrets(t *testing.T) {
	out, err := command(t, map[string]string{
		"SHARED_SECRET": "hidden-one", "DATABASE_URL": "postgres://me:hidden-two@db.example/dereth",
		"INVENTORY_DATABASE_URL": "postgres://me@db.example/inventory_db", "INVENTORY_DB_PASSWORD": "hidden-three", "IDLE_MINUTES": "7",
	}, "check-config")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out, "hidden") {
		t.Errorf("a secret is shown:\n%s", out)
	}
	for _, part := range []string{"IDLE_MINUTES=7", "LISTEN_ADDR=127.0.0.1:8770", "db.example", "inventory_db"} {
		if !strings.Contains(out, part) {
			t.Errorf("%q is missing:\n%s", part, out)
		}
	}
}

func TestVersionAndHelp(t *testing.T) {
	if out, err := command(t, map[string]string{"BUILD_VERSION": "2026.5.4.1821-abcdef0"}, "version"); err != nil || !strings.Contains(out, "2026.5.4.1821-abcdef0 go") {
		t.Errorf("version: %q %v", out, err)
	}
	out, err := command(t, nil, "--help")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"serve", "simulate", "check-config", "healthcheck", "--listen-addr", "--event-log-max-bytes"} {
		if !strings.Contains(out, part) {
			t.Errorf("the help lacks %q", part)
		}
	}
}

func TestSimulateTellsWhatIsWrong(t *testing.T) {
	_, err := command(t, nil, "simulate", "--clients", "1")
	if err == nil || !strings.Contains(err.Error(), "SHARED_SECRET") {
		t.Errorf("without a secret: %v", err)
	}
	address := freeAddress(t)
	_, err = command(t, map[string]string{"SHARED_SECRET": "x"}, "simulate", "--clients", "1", "--url", "ws://"+address+"/ws/position")
	if err == nil || !strings.Contains(err.Error(), address) {
		t.Errorf("nobody listens: %v", err)
	}
}

// books are the contract's accounts as /metrics shows them.
func (p *process) books() (map[string]map[string]float64, error) {
	answer, err := http.Get(p.url("/metrics"))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	families := map[string]map[string]float64{}
	for line := range strings.Lines(string(text)) {
		var name, family string
		var value float64
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "overlord_events_")
		if !ok {
			continue
		}
		if name, rest, ok = strings.Cut(rest, `{family="`); !ok {
			continue
		}
		if family, rest, ok = strings.Cut(rest, `"} `); !ok {
			continue
		}
		if _, err := fmt.Sscan(rest, &value); err != nil {
			return nil, err
		}
		if families[family] == nil {
			families[family] = map[string]float64{}
		}
		families[family][strings.TrimSuffix(name, "_total")] = value
	}
	if len(text) == 0 {
		return nil, errors.New("no metrics")
	}
	return families, nil
}

// unbalanced says which books do not balance; empty: all do.
func unbalanced(families map[string]map[string]float64) string {
	for family, b := range families {
		if b["received"] != b["refused"]+b["appending"]+b["accepted"] || b["carried"]+b["accepted"] != b["applied"]+b["parked"]+b["waiting"] {
			return fmt.Sprintf("%s: %v", family, b)
		}
	}
	return ""
}
