package gamedata

import (
	"strings"
	"unicode"
)

// plain spells letters and signs that people do not type with those that they
// do: letters with accents without them, typographic signs as on a typewriter.
var plain = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ð': "d", 'đ': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ı': "i",
	'‘': "'", '’': "'", '‚': "'", '‛': "'", '´': "'", '`': "'", 'ʼ': "'", '′': "'", '‹': "'", '›': "'",
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '«': `"`, '»': `"`, '″': `"`,
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-", '…': "...", '×': "x",
}

// accented lists letters with one accent by the letter without it; the order is
// of no meaning.
const accented = "a àáâãäåāăąǎ c çćĉċč d ď e èéêëēĕėęě g ĝğġģ h ĥ i ìíîïĩīĭįǐ j ĵ k ķ l ĺļľ n ñńņň o òóôõöōŏőǒ r ŕŗř s śŝşšș t ţťț u ùúûüũūŭůűųǔ w ŵ y ýÿŷ z źżž"

// Fold returns text as it is compared everywhere: lower case, without accents,
// typographic signs as plain ones, runs of blanks as one and none at the ends.
// Folding folded text changes nothing.
func Fold(text string) string {
	if isFolded(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	blank := false
	for _, r := range text {
		if unicode.IsSpace(r) {
			blank = true
			continue
		}
		s := foldRune(r)
		if s != "" && blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		if s != "" {
			blank = false
		}
		b.WriteString(s)
	}
	return b.String()
}

// foldRune returns nothing for what is not seen: combining marks and signs
// without width.
func foldRune(r rune) string {
	r = unicode.ToLower(r)
	if s, ok := plain[r]; ok {
		return s
	}
	if r <= unicode.MaxASCII {
		return string(r)
	}
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
		return ""
	}
	if i := strings.IndexRune(accented, r); i >= 0 {
		base := strings.LastIndexByte(accented[:i], ' ') - 1
		return accented[base : base+1]
	}
	return string(r)
}

// isFolded finds most folded texts at a glance.
func isFolded(text string) bool {
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c > '~' || c == '`' || c >= 'A' && c <= 'Z' {
			return false
		}
		if c == ' ' && (i == 0 || i == len(text)-1 || text[i-1] == ' ') {
			return false
		}
	}
	return true
}
