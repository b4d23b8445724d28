//go:build unix

package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// How long a held lock is tried again: a question whether it is free holds it
// for a moment itself, and a killed process a little longer than its life.
const (
	holdPatience = 500 * time.Millisecond
	holdPoll     = 20 * time.Millisecond
)

// hold takes the lock of a data folder, or says who has it. It is the kernel's:
// it ends with the process, however that ends.
func hold(ctx context.Context, path string) (*os.File, error) {
	for began := time.Now(); ; {
		f, err := tryHold(path)
		if !errors.Is(err, ErrRunning) || time.Since(began) > holdPatience {
			return f, err
		}
		if err := pause(ctx, holdPoll); err != nil {
			return nil, err
		}
	}
}

// tryHold takes the lock and leaves this process's number in it.
func tryHold(path string) (*os.File, error) {
	f, err := probe(path)
	if err != nil {
		return nil, err
	}
	if err = f.Truncate(0); err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("the lock of the private database: %w", err)
	}
	return f, nil
}

// probe takes the lock without leaving a name in it.
func probe(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the lock of the private database: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	holder, _ := os.ReadFile(path)
	f.Close()
	if !errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("%s cannot be locked: %w", path, err)
	}
	return nil, fmt.Errorf("%w: process %s uses %s; stop it first, or set DATA_DIR to another folder", ErrRunning, strings.TrimSpace(string(holder)), path)
}

// isFree tells whether nobody holds the lock, without keeping it.
func isFree(path string) (bool, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	f, err := probe(path)
	if errors.Is(err, ErrRunning) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, f.Close()
}
