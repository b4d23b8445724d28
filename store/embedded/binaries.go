//go:build unix

package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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

// locate gives the real folder that a candidate leads to: a link such as
// /usr/local/bin/initdb belongs to the files beside its target. It is empty
// where the candidate has no initdb.
func locate(dir string) string {
	initdb, err := filepath.EvalSymlinks(filepath.Join(dir, "initdb"))
	if err != nil {
		return ""
	}
	if initdb, err = filepath.Abs(initdb); err != nil {
		return ""
	}
	return filepath.Dir(initdb)
}

// inspect finds out what a folder holds, by running it as the account.
func inspect(ctx context.Context, dir string, as account, copies string) (Binaries, error) {
	b := Binaries{Dir: dir}
	if _, err := os.Stat(b.postgres()); err != nil {
		return b, fmt.Errorf("there is no postgres beside initdb: %w", err)
	}
	if err := makeLinks(b.Dir); err != nil {
		return b, err
	}
	var err error
	if b.Full, err = version(ctx, b.postgres(), as); err != nil {
		moved, copyErr := copyForAccount(b.Dir, copies, as)
		if copyErr != nil || moved == "" {
			return b, errors.Join(err, copyErr)
		}
		b.Dir = moved
		b.Full, err = version(ctx, b.postgres(), as)
	}
	if err != nil {
		return b, err
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
