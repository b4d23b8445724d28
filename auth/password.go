package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/crypto/bcrypt"

	"overlord/store/fault"
)

// Passwords are 10 to 72 bytes: bcrypt does not look at what follows byte 72, so
// that a longer one would be less than its owner thinks.
const (
	minPasswordBytes = 10
	maxPasswordBytes = 72
)

// hashCost makes one comparison take about a quarter of a second. It is what the
// earlier Python service used, so that its users' take as long as ours.
const hashCost = 12

// maxHashWait is how long a sign-in may wait for its turn to be compared, before it
// is told to come again: longer than a burst of honest sign-ins, shorter than the
// patience of a browser.
const maxHashWait = 5 * time.Second

// checkPassword says why a password may not be chosen.
func checkPassword(password, username string) error {
	switch {
	case len(password) < minPasswordBytes:
		return fmt.Errorf("it is shorter than %d bytes", minPasswordBytes)
	case len(password) > maxPasswordBytes:
		return fmt.Errorf("it is %d bytes long, and the hash ends at %d", len(password), maxPasswordBytes)
	case strings.ContainsRune(password, 0):
		return errors.New("it holds the character U+0000")
	case guessable(strings.ToLower(password), strings.ToLower(username)):
		return errors.New("it is one of the first that anybody would guess")
	}
	return nil
}

// commonStems are what guessed passwords of this length are made of, in lower case.
var commonStems = [...]string{"password", "passw0rd", "changeme", "change_me", "change-me", "letmein", "welcome", "qwertyuiop", "qwerty", "overlord", "mosswart", "admin", "administrator", "secret"}

// guessable tells whether a password is one character over and over, a run such as
// 1234567890, or a common word or the user's own name with digits and marks around.
func guessable(password, username string) bool {
	core := strings.TrimFunc(password, func(c rune) bool { return c < 'a' || c > 'z' })
	if core == "" {
		return run(password)
	}
	if core == username || strings.Trim(core, core[:1]) == "" {
		return true
	}
	for _, stem := range commonStems {
		if strings.ReplaceAll(core, stem, "") == "" {
			return true
		}
	}
	return false
}

// run tells whether a text without letters is only one character, or digits that
// go up or down by one.
func run(text string) bool {
	step := int(text[1]) - int(text[0])
	for i := 1; i < len(text); i++ {
		d := int(text[i]) - int(text[i-1])
		if wrapped := (step == 1 && d == -9) || (step == -1 && d == 9); d != step && !wrapped {
			return false
		}
	}
	return step >= -1 && step <= 1
}

// makePassword makes one that can be read out and typed: 100 random bits.
func makePassword() string {
	text := strings.ToLower(rand.Text())
	return text[0:5] + "-" + text[5:10] + "-" + text[10:15] + "-" + text[15:20]
}

// errUnusableHash is a row of users whose password_hash is no bcrypt hash.
var errUnusableHash = errors.New("the stored password is no bcrypt hash")

// hasher computes bcrypt hashes, a few at a time: each takes all of a core, and
// the live stream needs one too.
type hasher struct {
	cost  int
	turns chan struct{}
	dummy []byte // what a password is compared with where there is no user

	compare func(hash, password []byte) error // bcrypt's
}

func newHasher(cost int) *hasher {
	return &hasher{
		cost:  cost,
		turns: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)),
		dummy: fmt.Appendf(nil, "$2a$%02d$%s", cost, "Z0mK4yXQ7cJ8vHs2LrTnEeWb1PqUd5GfOaIiYt9xCoVMlNzDkSjRu"),

		compare: bcrypt.CompareHashAndPassword,
	}
}

// hash makes the hash of a password that is to be stored.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	release, err := h.turn(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	made, err := bcrypt.GenerateFromPassword([]byte(password), h.cost)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return string(made), nil
}

// matches compares a password with a stored hash: $2a$, $2b$ or $2y$. It takes as
// long where there is no hash ("") and where no stored password can be this one.
// A stored hash that is none matches nothing: errUnusableHash.
func (h *hasher) matches(ctx context.Context, stored, password string) (bool, error) {
	release, err := h.turn(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	possible := stored != "" && len(password) <= maxPasswordBytes && strings.IndexByte(password, 0) < 0
	against := []byte(stored)
	if !possible {
		against = h.dummy
	}
	err = h.compare(against, []byte(password))
	if err == nil || errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) {
		return err == nil && possible, nil
	}
	_ = h.compare(h.dummy, []byte(password))
	return false, fmt.Errorf("%w: %w", errUnusableHash, err)
}

// turn waits until a hash may be computed. Its errors are fault.Throttled and the
// context's.
func (h *hasher) turn(ctx context.Context) (release func(), err error) {
	patience := time.NewTimer(maxHashWait)
	defer patience.Stop()
	select {
	case h.turns <- struct{}{}:
		return func() { <-h.turns }, nil
	case <-patience.C:
		return nil, fault.New(fault.Throttled, "too many people are signing in just now; try again in a moment").WithRetryAfter(maxHashWait)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
