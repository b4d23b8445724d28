package auth

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// secretKeyFile holds SECRET_KEY where it was not set.
const secretKeyFile = "secret-key"

// weakKey is a length in bytes below which a key can be guessed from one cookie by
// trying.
const weakKey = 16

// secretKey is the key that signs: the one that was set, or the one that is kept in
// // dataDir, made there the first time. Without dataDir, and where there is none and
// nothing may be written, it lasts as long as the process.
func secretKey(set, dataDir string, readOnly bool, logger *slog.Logger) (string, error) {
	switch {
	case set != "":
		if len(set) < weakKey {
			logger.Warn("SECRET_KEY is short enough to be guessed; whoever does can sign in as anybody. Set a longer one, or LEGACY_COOKIES=off", "bytes", len(set))
		}
		return set, nil
	case dataDir == "":
		return makeSecret(""), nil
	}
	path := filepath.Join(dataDir, secretKeyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && readOnly {
		return makeSecret(""), nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		key := makeSecret("")
		if err = writeSecret(path, key+"\n"); err == nil {
			logger.Info("made SECRET_KEY", "file", path)
			return key, nil
		}
	}
	if err != nil {
		return "", fmt.Errorf("keep SECRET_KEY: %w", err)
	}
	key := strings.TrimSpace(string(text))
	if len(key) < weakKey {
		return "", fmt.Errorf("%s holds no key; remove it to have one made, or set SECRET_KEY", path)
	}
	if readOnly {
		return key, nil
	}
	return key, os.Chmod(path, 0o600) // whatever a backup made of it
}
