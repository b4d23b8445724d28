package query

import (
	"strings"
	"unicode/utf8"

	"overlord/inventory/gamedata"
)

// tokenKind says what a token is.
type tokenKind int

const (
	endToken tokenKind = iota
	openToken
	closeToken
	minusToken
	andToken
	orToken
	notToken
	wordToken
	filterToken
	commentToken
	brokenToken // what cannot be read; err says why
)

// token is one piece of a query. Places are bytes of the text.
type token struct {
	kind       tokenKind
	start, end int
	text       string // of a word as it is written, escapes resolved; of a comment its title
	name       string // of a filter, as it is written
	value      rawValue
	err        *trouble
}

// rawValue is what stands behind a filter's colon.
type rawValue struct {
	filter     int // where its filter begins
	start, end int
	op         string // "", "<", "<=", ">", ">=" or "="
	terms      []rawTerm
}

// rawTerm is one alternative of a value.
type rawTerm struct {
	start, end int // with its quotes
	text       string
	quoted     bool
}

// lexer cuts a text into tokens, one at a time, so that the first error by
// reading order is met first.
type lexer struct {
	text string
	pos  int
}

// quoteOf is '"' for every sign that opens or closes a double quote, '\” for
// every single one, else 0: as folding spells them.
func quoteOf(r rune) rune {
	switch {
	case r == '"' || r == '\'':
		return r
	case r < utf8.RuneSelf && r != '`':
		return 0
	}
	switch gamedata.Fold(string(r)) {
	case `"`:
		return '"'
	case "'":
		return '\''
	}
	return 0
}

func (l *lexer) rune(at int) (rune, int) {
	if at >= len(l.text) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(l.text[at:])
}

func (l *lexer) skipBlanks() {
	for {
		r, w := l.rune(l.pos)
		if w == 0 || !isBlank(r) {
			return
		}
		l.pos += w
	}
}

// next reads a token. Behind the end it keeps returning endToken.
func (l *lexer) next() token {
	l.skipBlanks()
	start := l.pos
	r, w := l.rune(start)
	switch {
	case w == 0:
		return token{kind: endToken, start: start, end: start}
	case r == '(':
		l.pos++
		return token{kind: openToken, start: start, end: l.pos}
	case r == ')':
		l.pos++
		return token{kind: closeToken, start: start, end: l.pos}
	case strings.HasPrefix(l.text[start:], "/*"):
		return l.comment()
	case r == '-':
		if t, ok := l.minus(); ok {
			return t
		}
	case quoteOf(r) != 0:
		t, err := l.quoted()
		if err != nil {
			return token{kind: brokenToken, start: start, end: l.pos, err: err}
		}
		return token{kind: wordToken, start: start, end: l.pos, text: t.text}
	}
	return l.bare()
}

// minus reads a "-" that negates; not ok: it is a word, for a blank follows.
func (l *lexer) minus() (token, bool) {
	start := l.pos
	r, w := l.rune(start + 1)
	if w == 0 {
		l.pos++
		err := &trouble{start, l.pos, Incomplete, "what is not wanted is missing behind the -", ""}
		return token{kind: brokenToken, start: start, end: l.pos, err: err}, true
	}
	if isBlank(r) {
		return token{}, false
	}
	l.pos++
	return token{kind: minusToken, start: start, end: l.pos}, true
}

func (l *lexer) comment() token {
	start := l.pos
	body := l.text[start+2:]
	n := strings.Index(body, "*/")
	if n < 0 {
		l.pos = len(l.text)
		err := &trouble{start, l.pos, Incomplete, "the title's */ is missing", ""}
		return token{kind: brokenToken, start: start, end: l.pos, err: err}
	}
	l.pos = start + 2 + n + 2
	title := strings.Join(strings.FieldsFunc(strings.ToValidUTF8(body[:n], "\uFFFD"), isBlank), " ")
	return token{kind: commentToken, start: start, end: l.pos, text: title}
}

// quoted reads from an opening quote to the next of its kind.
func (l *lexer) quoted() (rawTerm, *trouble) {
	start := l.pos
	open, w := l.rune(start)
	l.pos += w
	var text strings.Builder
	for {
		r, w := l.rune(l.pos)
		if w == 0 {
			return rawTerm{start: start, end: l.pos, text: text.String(), quoted: true},
				&trouble{start, l.pos, Incomplete, "the closing quote is missing", ""}
		}
		l.pos += w
		if r == '\\' {
			if escaped, w := l.rune(l.pos); escaped == '"' || escaped == '\'' || escaped == '\\' {
				l.pos += w
				text.WriteRune(escaped)
				continue
			}
		}
		if quoteOf(r) == quoteOf(open) {
			return rawTerm{start: start, end: l.pos, text: text.String(), quoted: true}, nil
		}
		text.WriteRune(r)
	}
}

// run is where the bare characters that begin at a byte end: at a blank, a
// parenthesis, or one of stop.
func (l *lexer) run(at int, stop string) int {
	for {
		r, w := l.rune(at)
		if w == 0 || isBlank(r) || r == '(' || r == ')' || strings.ContainsRune(stop, r) {
			return at
		}
		at += w
	}
}

// bare reads a keyword, a word, or a filter.
func (l *lexer) bare() token {
	start := l.pos
	end := l.run(start, ":")
	if end > start && end < len(l.text) && l.text[end] == ':' {
		return l.filter(end)
	}
	end = l.run(start, "")
	l.pos = end
	t := token{kind: wordToken, start: start, end: end, text: l.text[start:end]}
	switch strings.ToLower(t.text) {
	case "and":
		t.kind = andToken
	case "or":
		t.kind = orToken
	case "not":
		t.kind = notToken
	}
	return t
}

// filter reads name, colon and value.
func (l *lexer) filter(colon int) token {
	t := token{kind: filterToken, start: l.pos, name: l.text[l.pos:colon]}
	l.pos = colon + 1
	t.value, t.err = l.value(t.start)
	t.end = l.pos
	return t
}

var operators = []string{"<=", ">=", "<", ">", "="} // the longer ones first

func (l *lexer) value(filter int) (rawValue, *trouble) {
	v := rawValue{filter: filter, start: l.pos}
	for _, op := range operators {
		if strings.HasPrefix(l.text[l.pos:], op) {
			v.op = op
			l.pos += len(op)
			break
		}
	}
	for {
		term, err := l.term()
		if err != nil {
			v.terms, v.end = append(v.terms, term), l.pos
			return v, err
		}
		more := l.pos < len(l.text) && l.text[l.pos] == '+'
		if term.end == term.start && more {
			return v, &trouble{l.pos, l.pos + 1, Unexpected, "a value is missing before the +", ""}
		}
		v.terms = append(v.terms, term)
		v.end = l.pos
		if term.end == term.start {
			return v, &trouble{filter, l.pos, Incomplete, "the value is missing", ""}
		}
		if !more {
			return v, nil
		}
		l.pos++
	}
}

// term reads one alternative of a value; it may be empty.
func (l *lexer) term() (rawTerm, *trouble) {
	if r, w := l.rune(l.pos); w > 0 && quoteOf(r) != 0 {
		return l.quoted()
	}
	start := l.pos
	l.pos = l.run(start, "+")
	return rawTerm{start: start, end: l.pos, text: l.text[start:l.pos]}, nil
}
