package auth

import (
	"net/url"
	"path"
	"strings"
	"unicode"
)

// maxNext is the longest way back that is remembered through a sign-in, in bytes,
// encoded.
const maxNext = 2048

// safeNext is where to go after a sign-in: a path of this site, or "/" for
// everything that a browser could read as a place elsewhere. Signing in again or
// out again is no place to go.
func safeNext(text string) string {
	if len(text) > maxNext || !strings.HasPrefix(text, "/") || strings.ContainsRune(text, '\\') ||
		strings.ContainsFunc(text, func(c rune) bool { return unicode.IsControl(c) || unicode.IsSpace(c) || c == unicode.ReplacementChar }) {
		return "/"
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil {
		return "/"
	}
	if p := u.EscapedPath(); !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") {
		return "/"
	}
	switch path.Clean(u.Path) {
	case "/login", "/logout", "/api/login", "/api/logout":
		return "/"
	}
	if text = u.String(); len(text) > maxNext {
		return "/"
	}
	return text
}

// loginPage is the address of the sign-in page that leads back to next.
func loginPage(next string) string {
	if next = safeNext(next); next == "/" {
		return "/login"
	}
	return "/login?next=" + url.QueryEscape(next)
}
