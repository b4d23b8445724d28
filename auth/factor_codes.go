package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

const (
	// codeStep is how long a code is shown: RFC 6238's, and every app's.
	codeStep = 30 * time.Second

	// codeSkew is how many steps a phone's clock may be off, each way.
	codeSkew = 1

	// factorBytes of a secret are random: RFC 4226 recommends as many.
	factorBytes = 20

	// recoveryCodes are made at once, each of recoveryLetters letters of 5 random bits:
	// so many that nobody who reads the hashes finds a code by trying.
	recoveryCodes   = 10
	recoveryLetters = 24
)

// matchingStep finds the step whose code this is, among those that may be shown
// now; it takes as long whichever it is.
func matchingStep(secret, code string, now time.Time) (step int64, ok bool) {
	current := now.Unix() / int64(codeStep/time.Second)
	for s := current - codeSkew; s <= current+codeSkew; s++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(s), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}

// typed is a code as people type it, without what only makes it legible.
func typed(code string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))
}

// isCode tells whether a typed text can be a code of six digits.
func isCode(text string) bool {
	const digits = 6
	return len(text) == digits && !strings.ContainsFunc(text, func(c rune) bool { return c < '0' || c > '9' })
}

// isRecoveryCode tells whether a typed text can be a recovery code.
func isRecoveryCode(text string) bool {
	return len(text) == recoveryLetters && !strings.ContainsFunc(text, func(c rune) bool { return (c < 'a' || c > 'z') && (c < '2' || c > '7') })
}

// makeRecoveryCodes makes codes that can be written down, and what is kept of
// them.
func makeRecoveryCodes() (codes []string, hashes [][]byte) {
	for range recoveryCodes {
		text := strings.ToLower(rand.Text())[:recoveryLetters]
		codes = append(codes, text[0:6]+"-"+text[6:12]+"-"+text[12:18]+"-"+text[18:24])
		hashes = append(hashes, hashRecovery(text))
	}
	return codes, hashes
}

func hashRecovery(code string) []byte {
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}

// seal keeps what must be read again, such as secrets of second factors, from
// whoever reads the database without having SECRET_KEY.
type seal struct {
	aead cipher.AEAD
}

func newSeal(key string) (seal, error) {
	derived, err := hkdf.Key(sha256.New, []byte(key), nil, "overlord second factors", 32)
	if err != nil {
		return seal{}, err
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return seal{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return seal{aead}, err
}

// close seals a text for a user: with another's row it cannot be opened.
func (s seal) close(userID int64, text string) []byte {
	return s.aead.Seal(nil, nil, []byte(text), ownerOf(userID))
}

var errSealed = errors.New("a second factor was sealed with another SECRET_KEY")

// open is the text that was sealed.
func (s seal) open(userID int64, sealed []byte) (string, error) {
	text, err := s.aead.Open(nil, nil, sealed, ownerOf(userID))
	if err != nil {
		return "", fmt.Errorf("%w: %w", errSealed, err)
	}
	return string(text), nil
}

func ownerOf(userID int64) []byte { return strconv.AppendInt(nil, userID, 10) }
