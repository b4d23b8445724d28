package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// The marks that secrets of ours begin with, so that one that got loose is known
// for what it is.
const (
	apiTokenMark     = "mwo_"
	invitationMark   = "mwi_"
	pluginSecretMark = "mwp_"
)

// secretBytes of a made secret are random: nobody guesses 256 bits.
const secretBytes = 32

// makeSecret makes a secret that begins with a mark.
func makeSecret(mark string) string {
	random := make([]byte, secretBytes)
	_, _ = rand.Read(random) // never fails
	return mark + base64.RawURLEncoding.EncodeToString(random)
}

// isSecret tells whether a text can be a secret with that mark at all: one that
// cannot is nobody's, and the database need not be asked.
func isSecret(text, mark string) bool {
	rest, found := strings.CutPrefix(text, mark)
	if !found || len(rest) != base64.RawURLEncoding.EncodedLen(secretBytes) {
		return false
	}
	return !strings.ContainsFunc(rest, func(c rune) bool { return !alphanumeric(c) && c != '-' && c != '_' })
}

// hashSecret is what is kept of a made secret. It needs no salt and no time: there
// is nothing to guess.
func hashSecret(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
