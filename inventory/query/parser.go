package query

import (
	"fmt"

	"overlord/inventory/gamedata"
)

// What a query may be at most. A person types far less; a machine may send more,
// and is refused before it costs anything.
const (
	MaxLength  = 2000 // UTF-16 units
	MaxTerms   = 200  // words and values
	MaxNesting = 50   // parentheses within parentheses
)

// Parse reads a query. The error is an *Error. Of an empty text it makes a query
// that finds everything.
func Parse(text string) (*Query, error) {
	if n := utf16Len(text); n > MaxLength {
		return nil, &Error{MaxLength, n - MaxLength, Limit, fmt.Sprintf("a query has at most %d characters", MaxLength), ""}
	}
	p := &parser{lexer: lexer{text: text}}
	p.advance()
	q, err := p.query()
	if err == nil {
		err = p.checkCanonical(q)
	}
	if err != nil {
		return nil, err.in(text)
	}
	return q, nil
}

// parser reads a query by recursive descent, a function for each rule of the
// grammar.
type parser struct {
	lexer lexer
	token token // the next one
	depth int
	terms int
}

func (p *parser) advance() token {
	t := p.token
	p.token = p.lexer.next()
	return t
}

// query = [ seq ] [ comment ]
func (p *parser) query() (*Query, *trouble) {
	root, err := p.sequence()
	if err != nil {
		return nil, err
	}
	q := &Query{Root: root}
	if p.token.kind == commentToken {
		q.Title = p.advance().text
	}
	if p.token.kind != endToken {
		return nil, p.unexpected()
	}
	return q, nil
}

// sequence = or { or }; nil where none stands.
func (p *parser) sequence() (Node, *trouble) {
	var list []Node
	for p.startsOperand() {
		n, err := p.or()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	switch p.token.kind {
	case andToken, orToken, brokenToken:
		return nil, p.unexpected()
	}
	return All(list...), nil
}

// or = and { "or" and }
func (p *parser) or() (Node, *trouble) {
	n, err := p.and()
	if err != nil {
		return nil, err
	}
	list := []Node{n}
	for p.token.kind == orToken {
		if err := p.operator(); err != nil {
			return nil, err
		}
		n, err := p.and()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return Any(list...), nil
}

// and = not { "and" not }
func (p *parser) and() (Node, *trouble) {
	n, err := p.not()
	if err != nil {
		return nil, err
	}
	list := []Node{n}
	for p.token.kind == andToken {
		if err := p.operator(); err != nil {
			return nil, err
		}
		n, err := p.not()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return All(list...), nil
}

// not = { "-" | "not" } atom
func (p *parser) not() (Node, *trouble) {
	negate := false
	for p.token.kind == minusToken || p.token.kind == notToken {
		negate = !negate
		if err := p.operator(); err != nil {
			return nil, err
		}
	}
	n, err := p.atom()
	if err == nil && negate {
		n = Negate(n)
	}
	return n, err
}

// operator takes an operator that must have something behind it.
func (p *parser) operator() *trouble {
	t := p.advance()
	switch {
	case p.startsOperand():
		return nil
	case p.token.kind == endToken || p.token.kind == commentToken:
		return &trouble{t.start, t.end, Incomplete, fmt.Sprintf("something is missing behind %s", p.lexer.text[t.start:t.end]), ""}
	}
	return p.unexpected()
}

func (p *parser) startsOperand() bool {
	switch p.token.kind {
	case openToken, minusToken, notToken, wordToken, filterToken:
		return true
	}
	return false
}

// atom = "(" seq ")" | filter | word
func (p *parser) atom() (Node, *trouble) {
	switch p.token.kind {
	case openToken:
		return p.group()
	case filterToken:
		return p.filter()
	}
	t := p.advance()
	if err := p.count(t.start, t.end, 1); err != nil {
		return nil, err
	}
	text, err := foldTerm(t.text, t.start, t.end)
	if err != nil {
		return nil, err
	}
	return &Word{text}, nil
}

func (p *parser) group() (Node, *trouble) {
	open := p.advance()
	p.depth++
	if p.depth > MaxNesting {
		return nil, &trouble{open.start, open.end, Limit, fmt.Sprintf("parentheses nest at most %d deep", MaxNesting), ""}
	}
	n, err := p.sequence()
	if err != nil {
		return nil, err
	}
	switch {
	case p.token.kind == endToken:
		return nil, &trouble{open.start, p.token.end, Incomplete, "the closing parenthesis is missing", ""}
	case p.token.kind != closeToken:
		return nil, p.unexpected()
	case n == nil:
		return nil, &trouble{open.start, p.token.end, Unexpected, "there is nothing between the parentheses", ""}
	}
	p.advance()
	p.depth--
	return n, nil
}

func (p *parser) filter() (Node, *trouble) {
	t := p.advance()
	f, ok := Lookup(t.name)
	if !ok {
		end := t.start + len(t.name)
		return nil, &trouble{t.start, end, UnknownFilter, fmt.Sprintf("there is no filter %s:", gamedata.Fold(t.name)), suggestFilter(t.name)}
	}
	if t.err != nil {
		return nil, t.err
	}
	if err := p.count(t.start, t.end, len(t.value.terms)); err != nil {
		return nil, err
	}
	leaf, err := f.read(t.value)
	if err != nil {
		return nil, err
	}
	return leaf, nil
}

// count counts terms.
func (p *parser) count(start, end, n int) *trouble {
	p.terms += n
	if p.terms > MaxTerms {
		return &trouble{start, end, Limit, fmt.Sprintf("a query has at most %d words and values", MaxTerms), ""}
	}
	return nil
}

// unexpected says that the next token cannot stand where it does.
func (p *parser) unexpected() *trouble {
	t := p.token
	if t.kind == brokenToken {
		return t.err
	}
	message := fmt.Sprintf("%s cannot stand here", p.lexer.text[t.start:t.end])
	if t.kind == commentToken {
		message = "a title stands once, at the end"
	}
	return &trouble{t.start, t.end, Unexpected, message, ""}
}

// checkCanonical refuses the rare query whose canonical form, with its
// parentheses and quotes, is itself beyond the limits: it could not be kept.
func (p *parser) checkCanonical(q *Query) *trouble {
	text, depth := q.print()
	if utf16Len(text) <= MaxLength && depth <= MaxNesting {
		return nil
	}
	return &trouble{0, len(p.lexer.text), Limit, "written out, the query is too long or too deep", ""}
}

// foldTerm folds a term, of which something must be left.
func foldTerm(text string, start, end int) (string, *trouble) {
	if folded := Fold(text); folded != "" {
		return folded, nil
	}
	return "", &trouble{start, end, Unexpected, "there is nothing to look for", ""}
}
