package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"overlord/inventory/gamedata"
)

// FoldValue is Fold for what the values of filters are compared with: in a value
// "_" stands for a blank.
func FoldValue(text string) string { return Fold(spaced(text)) }

func spaced(text string) string { return strings.ReplaceAll(text, "_", " ") }

// Fold returns text as it is compared everywhere: see gamedata.Fold. Control
// characters count as blanks.
func Fold(text string) string {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= utf8.RuneSelf || c == 0x7F {
			return gamedata.Fold(replaceControls(text))
		}
	}
	return gamedata.Fold(text)
}

// replaceControls makes blanks of control characters.
func replaceControls(text string) string {
	return strings.Map(func(r rune) rune {
		if isBlank(r) {
			return ' '
		}
		return r
	}, text)
}

// isBlank counts control characters as blanks: nobody means them.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
