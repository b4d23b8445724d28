//go:build unix

package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"overlord/store/embedded"
)

// start starts a server in a home, from a copy of a database that an earlier
// test process made with the same programs: copying takes a twentieth of the
// second that initdb takes, which every package's tests would wait for. The copy
// is kept where caches are; without such a place, and when it is no good, the
// server is made anew.
func start(ctx context.Context, h *home, cfg embedded.Config) (*embedded.Server, error) {
	seed := seedFor(ctx, cfg)
	if seed == "" {
		return embedded.Start(ctx, cfg)
	}
	if err := plant(ctx, seed, h, cfg); err != nil {
		return nil, fmt.Errorf("the seed of test servers in %s: %w", seed, err)
	}
	server, err := embedded.Start(ctx, cfg)
	if err == nil || ctx.Err() != nil {
		return server, err
	}
	_ = os.RemoveAll(seed) // whatever was wrong, the next process makes a new one
	if err := os.RemoveAll(h.data()); err != nil {
		return nil, err
	}
	return embedded.Start(ctx, cfg)
}

// seedFor is the folder of the seed for a configuration's programs; "" where
// there is no place for one.
func seedFor(ctx context.Context, cfg embedded.Config) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	b, err := embedded.Find(ctx, cfg)
	if err != nil {
		return "" // Start will say it
	}
	cache = filepath.Join(cache, "overlord-test")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return ""
	}
	sum := sha256.Sum256([]byte(b.Dir + "\x00" + b.Full))
	return filepath.Join(cache, b.Full+"-"+hex.EncodeToString(sum[:6]))
}

// plant puts a copy of the seed into a home, and makes the seed where it is
// missing. A seed of somebody else's is not trusted.
func plant(ctx context.Context, seed string, h *home, cfg embedded.Config) error {
	if _, err := os.Stat(h.data()); err == nil {
		return nil // started again
	}
	if !mine(seed) {
		return grow(ctx, seed, h, cfg)
	}
	if err := os.MkdirAll(filepath.Dir(h.data()), 0o711); err != nil {
		return err
	}
	return copyTree(seed, h.data())
}

// mine tells whether a folder is there and is this user's.
func mine(dir string) bool {
	info, err := os.Lstat(dir)
	return err == nil && info.IsDir() && info.Sys().(*syscall.Stat_t).Uid == uint32(os.Geteuid())
}

// grow makes a database in the home and keeps a copy of it as the seed, under a
// name of its own first: other processes may be doing the same.
func grow(ctx context.Context, seed string, h *home, cfg embedded.Config) error {
	server, err := embedded.Start(ctx, cfg)
	if err != nil {
		return err
	}
	if err := server.Stop(ctx); err != nil {
		return err
	}
	half := fmt.Sprintf("%s.%d", seed, os.Getpid())
	defer os.RemoveAll(half)
	if err := copyTree(h.data(), half); err == nil {
		_ = os.Rename(half, seed) // fails where another was first
	}
	return nil
}

// copyTree copies folders and files, for this user alone. PostgreSQL has no
// links in a data folder, and its server takes over what root copied.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		if d.IsDir() {
			return os.Mkdir(target, 0o700)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o600)
	})
}
