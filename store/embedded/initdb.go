//go:build unix

package embedded

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// initPatience bounds initdb: a second on a good disk, some on a bad one.
const initPatience = 5 * time.Minute

// initialize makes the data folder. initdb works in a folder of another name,
// which becomes the data folder when it is whole and on disk: a start that was
// killed midway is simply done again.
func initialize(ctx context.Context, l layout, b Binaries, as account, nosync bool) error {
	if err := os.RemoveAll(l.unfinished()); err != nil {
		return fmt.Errorf("a half-made database is in the way: %w", err)
	}
	var last error
	for _, locale := range locales(b.Major) {
		last = initOnce(ctx, l, b, as, append(locale, careArgs(nosync)...))
		if last == nil || !strings.Contains(last.Error(), "locale") {
			break
		}
		if err := os.RemoveAll(l.unfinished()); err != nil {
			return err
		}
	}
	if last != nil {
		return last
	}
	if err := os.Remove(l.data()); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := os.Rename(l.unfinished(), l.data()); err != nil {
		return err
	}
	return syncDir(l.root)
}

// locales are the ways to sort by code point and yet know letters beyond ASCII,
// best first. Since 17 PostgreSQL brings its own; before, the system has to.
func locales(major int) [][]string {
	if major >= 17 {
		return [][]string{{"--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"}}
	}
	return [][]string{
		{"--locale=C.UTF-8"},
		{"--locale=C", "--lc-ctype=en_US.UTF-8"},
		{"--locale=C"},
	}
}

// careArgs are a durable database's: pages carry checksums, so that a disk that
// lies is found out.
func careArgs(nosync bool) []string {
	if nosync {
		return []string{"--no-sync"}
	}
	return []string{"--data-checksums"}
}

// initOnce runs initdb in the unfinished folder.
func initOnce(ctx context.Context, l layout, b Binaries, as account, more []string) error {
	if err := os.Mkdir(l.unfinished(), 0o700); err != nil {
		return err
	}
	if err := as.own(l.unfinished()); err != nil {
		return err
	}
	args := append([]string{"--pgdata=" + l.unfinished(), "--username=" + Superuser, "--encoding=UTF8",
		"--auth-local=trust", "--auth-host=scram-sha-256", "--no-instructions"}, more...)
	out, err := runTied(ctx, as, b.initdb(), args)
	if err != nil {
		return fmt.Errorf("initdb failed: %w\n%s", err, bytes.TrimSpace(out))
	}
	return nil
}

// runTied runs a program to its end; it is killed when the context ends or
// this process dies.
func runTied(ctx context.Context, as account, program string, args []string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, initPatience)
	defer cancel()
	runtime.LockOSThread() // a dying thread would take the program with it
	defer runtime.UnlockOSThread()
	var out bytes.Buffer
	cmd := command(as, syscall.SIGKILL, program, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { signal(-cmd.Process.Pid, syscall.SIGKILL) })
	defer stop()
	err := cmd.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return out.Bytes(), err
}

// syncDir makes a rename within a folder durable.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
