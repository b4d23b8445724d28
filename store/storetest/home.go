//go:build unix

package storetest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"overlord/store/embedded"
)

// homePrefix begins the names of the folders of test servers.
const homePrefix = "overlord-test-"

// roomWanted is the free space, in bytes, that makes memory the place for a
// test server; below it the folder for temporary files is.
const roomWanted = 2 << 30

// home is the folder of a test server. A watcher of its own outlives this
// process, and removes the folder when the process is gone, however it went.
type home struct {
	dir     string
	watcher *exec.Cmd
	rope    *os.File // the watcher reads its other end
}

// newHome makes the folder and its watcher.
func newHome() (*home, error) {
	sweep(place())
	dir, err := os.MkdirTemp(place(), homePrefix+strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o711); err != nil { // PostgreSQL's user passes through
		return nil, err
	}
	h := &home{dir: dir}
	if err := h.watch(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return h, nil
}

// data is PostgreSQL's data folder in the home.
func (h *home) data() string { return filepath.Join(h.dir, "postgres", "data") }

// place is a folder in memory where there is room, else the one for temporary
// files.
func place() string {
	const memory = "/dev/shm"
	var fs syscall.Statfs_t
	if err := syscall.Statfs(memory, &fs); err == nil && uint64(fs.Bavail)*uint64(fs.Bsize) >= roomWanted {
		return memory
	}
	return os.TempDir()
}

// sweepAge spares the folders of processes that have just begun or ended.
const sweepAge = 10 * time.Minute

// sweep removes what processes left whose watcher was killed as well: the
// folder's name tells the process.
func sweep(place string) {
	left, _ := filepath.Glob(filepath.Join(place, homePrefix+"*")) // the pattern is well formed
	for _, dir := range left {
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(dir), homePrefix+"%d-", &pid); err != nil || pid <= 0 {
			continue
		}
		info, err := os.Lstat(dir)
		gone := errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
		if err == nil && gone && info.IsDir() && time.Since(info.ModTime()) > sweepAge {
			_ = os.RemoveAll(dir) // another user's stays
		}
	}
}

// watchScript waits for the end of its input, which is the end of this process,
// then for PostgreSQL's, which it hastens, and removes the folder.
const watchScript = `
cat >/dev/null
pidfile="$1/postgres/data/postmaster.pid"
for i in 1 2 3 4 5 6 7 8 9 10; do
	pid=$(head -n 1 "$pidfile" 2>/dev/null) || break
	[ -n "$pid" ] && kill -QUIT "$pid" 2>/dev/null || break
	sleep 0.3
done
for i in 1 2 3 4 5; do
	rm -rf "$1" 2>/dev/null && break
	sleep 0.5
done
`

// watch starts the watcher. It holds none of our files but the rope, so that
// nobody who waits for our output waits for it.
func (h *home) watch() error {
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	defer read.Close()
	h.watcher = exec.Command("/bin/sh", "-c", watchScript, "sh", h.dir)
	h.watcher.Dir = "/"
	h.watcher.Stdin = read
	h.watcher.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := h.watcher.Start(); err != nil {
		write.Close()
		return fmt.Errorf("the watcher of the test server: %w", err)
	}
	h.rope = write
	return nil
}

// remove ends the watcher, which removes the folder, and waits for it.
func (h *home) remove() error {
	h.rope.Close()
	return h.watcher.Wait()
}

// config is a throw-away server: nothing is durable, nothing runs beside.
func config(h *home, connections int) embedded.Config {
	return embedded.Config{
		DataDir:     h.dir,
		BinDir:      os.Getenv("PG_BIN_DIR"),
		NodeModules: nodeModules(),
		Connections: connections,
		Settings: map[string]string{
			"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
			"autovacuum": "off", "shared_buffers": "32MB", "max_wal_size": "256MB",
			"log_min_duration_statement": "-1",
			// In the data folder, and thus removed with it, however the server ended.
			"dynamic_shared_memory_type": "mmap",
		},
	}
}

// nodeModules is the frontend's, looked for from the test's working folder up
// to the module's root.
func nodeModules() []string {
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return []string{filepath.Join(dir, "frontend", "node_modules")}
		}
		if dir == filepath.Dir(dir) {
			return nil
		}
		dir = filepath.Dir(dir)
	}
}
