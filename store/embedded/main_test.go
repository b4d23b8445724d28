//go:build unix

package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience bounds what a test waits for on a machine that others use as well.
const patience = 60 * time.Second

// childDir, in the environment, makes the test binary a server of that folder.
const childDir = "OVERLORD_TEST_EMBEDDED_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		os.Exit(child(dir))
	}
	code := m.Run()
	if seed.home != "" {
		_ = os.RemoveAll(seed.home)
	}
	os.Exit(code)
}

// child runs a server as the product would, says its process ids or why it
// could not, and stops when its input ends.
func child(dir string) int {
	s, err := Start(context.Background(), testConfig(dir))
	if err != nil {
		fmt.Println("failed:", err)
		return 1
	}
	fmt.Println("running:", s.Pid())
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := s.Stop(context.Background()); err != nil {
		fmt.Println("failed:", err)
		return 1
	}
	fmt.Println("stopped")
	return 0
}

// testConfig is the product's configuration with the programs of this clone.
func testConfig(dir string) Config {
	return Config{
		DataDir: dir, Databases: []string{"dereth", "inventory_db"},
		BinDir:      os.Getenv("PG_BIN_DIR"),
		NodeModules: []string{"../../frontend/node_modules"},
	}
}

// childProcess is a server in a process of its own.
type childProcess struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	lines chan string
}

// mustSpawn runs the test binary as a server, as a user; nil: as this one.
func mustSpawn(tb testing.TB, dir string, as *syscall.Credential) *childProcess {
	tb.Helper()
	c := &childProcess{cmd: exec.Command(testBinary(tb)), lines: make(chan string, 10)}
	c.cmd.Env = append(os.Environ(), childDir+"="+dir)
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	if as != nil {
		c.cmd.Dir = "/"
	}
	c.cmd.Stderr = os.Stderr
	stdout, err := c.cmd.StdoutPipe()
	if err == nil {
		c.stdin, err = c.cmd.StdinPipe()
	}
	if err == nil {
		err = c.cmd.Start()
	}
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { c.end() })
	go func() {
		defer close(c.lines)
		for scan := bufio.NewScanner(stdout); scan.Scan(); {
			c.lines <- scan.Text()
		}
	}()
	return c
}

// testBinary is a copy of this test binary that any user may run.
func testBinary(tb testing.TB) string {
	tb.Helper()
	exe, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	text, err := os.ReadFile(exe)
	if err != nil {
		tb.Fatal(err)
	}
	path := filepath.Join(mustPlace(tb), "embedded.test")
	// No fork meanwhile: a child that has the file open for writing would keep it from
	// being run ("text file busy").
	syscall.ForkLock.RLock()
	err = os.WriteFile(path, text, 0o755)
	syscall.ForkLock.RUnlock()
	if err != nil {
		tb.Fatal(err)
	}
	return path
}

// says is the next line of the child's.
func (c *childProcess) says(tb testing.TB) string {
	tb.Helper()
	select {
	case line := <-c.lines:
		return line
	case <-time.After(patience):
		tb.Fatal("the child says nothing")
		return ""
	}
}

// mustRun waits until the child's server runs, and gives the postmaster's id.
func (c *childProcess) mustRun(tb testing.TB) (pid int) {
	tb.Helper()
	line := c.says(tb)
	if _, err := fmt.Sscanf(line, "running: %d", &pid); err != nil {
		tb.Fatalf("the child says %q", line)
	}
	return pid
}

// kill ends the child as a lack of memory would.
func (c *childProcess) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

// end asks the child to stop and waits for it.
func (c *childProcess) end() {
	c.stdin.Close()
	_ = c.cmd.Wait()
}

// memory is where files cost no disk, where there is such a place.
func memory() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return os.TempDir()
}

// mustPlace is a folder that every user may pass, unlike TempDir's.
func mustPlace(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp(memory(), "overlord-embedded-")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			tb.Errorf("left behind: %v", err)
		}
	})
	if err := os.Chmod(dir, 0o711); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// seed is a finished data folder; copying it is ten times faster than initdb.
var seed struct {
	once sync.Once
	home string // removed when the tests are over
	data string
	err  error
}

// mustDataDir is a DATA_DIR with a finished, stopped database.
func mustDataDir(tb testing.TB) string {
	tb.Helper()
	seed.once.Do(func() { seed.err = makeSeed() })
	if seed.err != nil {
		tb.Fatalf("no PostgreSQL to test with: %v", seed.err)
	}
	dir := filepath.Join(mustPlace(tb), "data")
	mustCopy(tb, seed.data, layoutOf(dir).data())
	return dir
}

// makeSeed makes the seed as a first start does.
func makeSeed() (err error) {
	if seed.home, err = os.MkdirTemp(memory(), "overlord-embedded-"); err != nil {
		return err
	}
	if err := os.Chmod(seed.home, 0o711); err != nil {
		return err
	}
	s, err := Start(context.Background(), testConfig(seed.home))
	if err != nil {
		return err
	}
	seed.data = s.layout.data()
	return s.Stop(context.Background())
}

func mustCopy(tb testing.TB, from, to string) {
	tb.Helper()
	err := os.MkdirAll(filepath.Dir(to), 0o711)
	if err == nil {
		err = os.CopyFS(to, os.DirFS(from))
	}
	if err == nil {
		err = filepath.WalkDir(to, func(path string, d os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() {
				return os.Chmod(path, 0o700)
			}
			return os.Chmod(path, 0o600)
		})
	}
	if err != nil {
		tb.Fatal(err)
	}
}

// mustStart starts a server that ends with the test.
func mustStart(tb testing.TB, cfg Config) *Server {
	tb.Helper()
	s, err := Start(tb.Context(), cfg)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { mustStop(tb, s) })
	return s
}

func mustStop(tb testing.TB, s *Server) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := s.Stop(ctx); err != nil {
		tb.Errorf("stop: %v", err)
	}
}

// mustConnect is a connection that ends with the test.
func mustConnect(tb testing.TB, url string) *pgx.Conn {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), url)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func mustExec(tb testing.TB, conn *pgx.Conn, sql string) {
	tb.Helper()
	if _, err := conn.Exec(tb.Context(), sql); err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
}

// mustText is the single text that a statement answers.
func mustText(tb testing.TB, url, sql string) (text string) {
	tb.Helper()
	conn := mustConnect(tb, url)
	if err := conn.QueryRow(tb.Context(), sql).Scan(&text); err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
	return text
}

// eventually waits for something that another process does.
func eventually(tb testing.TB, what string, done func() bool) {
	tb.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	end := time.After(patience)
	for !done() {
		select {
		case <-tick.C:
		case <-end:
			tb.Fatalf("waited in vain: %s", what)
		}
	}
}

// mustRoot skips a test about what only root can do.
func mustRoot(tb testing.TB) {
	tb.Helper()
	if os.Geteuid() != 0 {
		tb.Skip("only root can become another user")
	}
}

// wantError wants an error that says all of the words.
func wantError(tb testing.TB, err error, words ...string) {
	tb.Helper()
	if err == nil {
		tb.Fatalf("no error, want one that says %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			tb.Errorf("the error %q does not say %q", err, w)
		}
	}
}

// recorder keeps log lines.
type recorder struct {
	mu   sync.Mutex
	text strings.Builder
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

func (r *recorder) logger() *slog.Logger { return slog.New(slog.NewTextHandler(r, nil)) }

var errWanted = errors.New("wanted")

// freeAddress is a loopback address that nobody uses at the moment.
func freeAddress(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// mustRead reads a file that must have a mode.
func mustRead(tb testing.TB, path string, mode os.FileMode) string {
	tb.Helper()
	info, err := os.Stat(path)
	if err != nil {
		tb.Fatal(err)
	}
	if info.Mode().Perm() != mode {
		tb.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), mode)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}
