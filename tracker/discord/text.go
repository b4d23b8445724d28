package discord

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
)

// MaxContent is the longest message that Discord takes, in characters. Here they
// are counted in UTF-16 units, the largest of the possible counts.
const MaxContent = 2000

// literal are the marks that are harmless wherever they stand.
const literal = "',;?%&=^$\"{}"

// Escape writes a name so that Discord shows just this name: no formatting, no
// mention, no link, no second line. What cannot be seen or turns the direction
// of text becomes a space, and a name over most characters is cut.
func Escape(name string, most int) string {
	var out strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(name, "�") {
		if n++; n > most {
			out.WriteRune('…')
			break
		}
		switch {
		case !unicode.IsGraphic(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
			r = ' '
		case r < 0x80 && !isAlphanumeric(r) && !strings.ContainsRune(literal, r):
			out.WriteByte('\\')
		}
		out.WriteRune(r)
		if r == '@' { // @everyone and @here are found in escaped text, too
			out.WriteRune('\u200b')
		}
	}
	return out.String()
}

func isAlphanumeric(r rune) bool {
	return '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z'
}

// Clock is a moment as each reader sees it in their own time zone: "18:21".
func Clock(t time.Time) string { return fmt.Sprintf("<t:%d:t>", t.Unix()) }

// Date is a moment with its day: "4 May 2026 18:21".
func Date(t time.Time) string { return fmt.Sprintf("<t:%d:f>", t.Unix()) }

// Length is a text's length as MaxContent counts it.
func Length(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// Fit cuts a text to MaxContent.
func Fit(text string) string {
	if Length(text) <= MaxContent {
		return text
	}
	n := 1 // the mark of the cut
	for i, r := range text {
		if n += utf16.RuneLen(r); n > MaxContent {
			return text[:i] + "…"
		}
	}
	return text
}
