package settings

import (
	"fmt"
	"regexp"
	"strings"
)

// maxShown is how much of a bad value is repeated, in bytes.
const maxShown = 120

// BadValue is a setting that cannot be used.
type BadValue struct {
	Name   string // the variable, flag or argument at fault
	Value  string // as it was given
	Secret bool   // Value must not be shown
	Wrong  string // what would be right: "it wants a whole number from 1 to 100"
}

// Error is one line: name, value, what would be right.
func (b *BadValue) Error() string {
	if b.Secret {
		return fmt.Sprintf("%s cannot be used; %s", b.Name, b.Wrong)
	}
	return fmt.Sprintf("%s is %q; %s", b.Name, cut(maskAddress(b.Value)), b.Wrong)
}

func cut(s string) string {
	if len(s) <= maxShown {
		return s
	}
	return strings.ToValidUTF8(s[:maxShown], "") + "…"
}

const masked = "***"

// Where addresses carry secrets: the password of user:password@, a lone token in
// front of an @, a parameter, a word of a connection string.
var (
	userPassword = regexp.MustCompile(`(://[^:/@\s]*:).*@`)
	loneToken    = regexp.MustCompile(`(nats|tls)://[^:/@\s]+@`)
	secretParam  = regexp.MustCompile(`(?i)([?&][^=&\s]*(?:password|passwd|secret|token|key)=)[^&\s]+`)
	secretWord   = regexp.MustCompile(`(?i)(\bpassword\s*=\s*)('[^']*'|[^\s&]+)`)
)

// maskAddress takes the passwords out of an address or connection string.
func maskAddress(s string) string {
	s = userPassword.ReplaceAllString(s, "${1}"+masked+"@")
	s = loneToken.ReplaceAllString(s, "${1}://"+masked+"@")
	s = secretParam.ReplaceAllString(s, "${1}"+masked)
	return secretWord.ReplaceAllString(s, "${1}"+masked)
}
