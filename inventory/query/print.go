package query

import (
	"strings"
)

// String is the canonical form: folded, single blanks, quotes and parentheses
// only where they are needed. Parse gives the same query of it.
func (q *Query) String() string {
	text, _ := q.print()
	return text
}

// Writable tells whether there is a text of the query: not where it asks for
// something that only Where can.
func (q *Query) Writable() bool {
	writable := true
	Walk(q.Root, func(n Node) {
		if leaf, is := n.(*Leaf); is && leaf.Filter.hidden {
			writable = false
		}
	})
	return writable
}

// print also tells how deep parentheses nest.
func (q *Query) print() (text string, depth int) {
	p := &printer{}
	if q.Root != nil {
		p.node(q.Root, alone)
	}
	if q.Title != "" {
		if p.text.Len() > 0 {
			p.text.WriteByte(' ')
		}
		p.text.WriteString("/* " + q.Title + " */")
	}
	return p.text.String(), p.deepest
}

// setting is what a node stands in, which decides on its parentheses.
type setting int

const (
	alone setting = iota // the whole query, or within -( )
	inSequence
	inAnd // a written and, which only stands within an or
	inOr
)

type printer struct {
	text           strings.Builder
	depth, deepest int
}

func (p *printer) node(n Node, in setting) {
	switch n := n.(type) {
	case *And:
		if in == inOr {
			p.group(func() { p.list(n.Nodes, " and ", inAnd) })
			return
		}
		p.list(n.Nodes, " ", inSequence)
	case *Or:
		if in == inSequence || in == inAnd {
			p.group(func() { p.list(n.Nodes, " or ", inOr) })
			return
		}
		p.list(n.Nodes, " or ", inOr)
	case *Not:
		p.not(n)
	case *Word:
		p.text.WriteString(quoteWord(n.Text))
	case *Leaf:
		p.text.WriteString(n.Filter.Name + ":" + n.value())
	}
}

func (p *printer) not(n *Not) {
	p.text.WriteByte('-')
	switch n.Node.(type) {
	case *And, *Or:
		p.group(func() { p.node(n.Node, alone) })
	default:
		p.node(n.Node, alone)
	}
}

func (p *printer) list(nodes []Node, between string, in setting) {
	for i, n := range nodes {
		if i > 0 {
			p.text.WriteString(between)
		}
		p.node(n, in)
	}
}

func (p *printer) group(inner func()) {
	p.depth++
	p.deepest = max(p.deepest, p.depth)
	p.text.WriteByte('(')
	inner()
	p.text.WriteByte(')')
	p.depth--
}

// quoteWord puts quotes around a word that would be read as something else.
func quoteWord(text string) string {
	plain := !strings.ContainsAny(text, " ()") && strings.IndexByte(text, ':') <= 0 && !strings.HasPrefix(text, "-") &&
		!strings.HasPrefix(text, "/*") && !startsQuote(text) && text != "and" && text != "or" && text != "not"
	if plain {
		return text
	}
	return quote(text)
}

// quoteValue is quoteWord for a term of a value.
func quoteValue(text string) string {
	if text != "" && !strings.ContainsAny(text, " ()+") && !strings.ContainsAny(text[:1], "<>=") && !startsQuote(text) {
		return text
	}
	return quote(text)
}

func startsQuote(text string) bool {
	for _, r := range text {
		return quoteOf(r) != 0
	}
	return false
}

func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
