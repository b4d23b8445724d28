package index

import (
	"slices"
	"strings"

	"overlord/inventory/query"
)

// Correction is a word that nothing has, and the nearest that something has.
type Correction struct {
	Word  string   `json:"word"`
	Near  []string `json:"near"`  // the nearest first, three at most
	Query string   `json:"query"` // the query with the nearest one in its place; empty: no text says it
}

// maxNear is how many words are offered in place of one.
const maxNear = 3

// maxCorrected is how many words of a query are looked at: each is compared with
// every known word.
const maxCorrected = 5

// corrections says what was probably meant by a query that found nothing. Words
// that stand on items are left alone: it is their combination that nothing has.
func (st *state) corrections(q *query.Query, env *query.Env) []Correction {
	var list []Correction
	tried := 0
	query.Walk(q.Root, func(n query.Node) {
		if tried > maxCorrected {
			return
		}
		for _, text := range termsOf(n) {
			for _, word := range st.unknownWords(n, text, env) {
				if tried++; tried > maxCorrected {
					return
				}
				near := st.nearest(n, word, env)
				if len(near) > 0 && !slices.ContainsFunc(list, func(c Correction) bool { return c.Word == word }) {
					list = append(list, Correction{word, near, corrected(q, word, near[0])})
				}
			}
		}
	})
	return list
}

// nearest returns what a word of a node probably means.
func (st *state) nearest(n query.Node, word string, env *query.Env) []string {
	if isText(n) {
		return query.Nearest(word, st.known(n, env), maxNear)
	}
	return query.NearestNames(word, st.known(n, env), maxNear)
}

// termsOf returns the texts that a node looks for in what people write, not in
// tables.
func termsOf(n query.Node) []string {
	switch n := n.(type) {
	case *query.Word:
		return []string{n.Text}
	case *query.Leaf:
		if n.Filter.Form == query.FormTerm || n.Filter.Form == query.FormCharacter {
			return n.Terms
		}
	}
	return nil
}

// isText tells terms that are looked for in texts from those that are names.
func isText(n query.Node) bool {
	l, ok := n.(*query.Leaf)
	return !ok || l.Filter.Place() == query.PlaceName || l.Filter.Place() == query.PlaceText || l.Filter.Place() == query.PlaceNote
}

// unknownWords returns what of a term no known word contains.
func (st *state) unknownWords(n query.Node, text string, env *query.Env) []string {
	if !isText(n) {
		if slices.ContainsFunc(st.known(n, env), func(name string) bool { return strings.Contains(name, text) }) {
			return nil
		}
		return []string{text}
	}
	var list []string
	for _, word := range strings.Fields(text) {
		if len(word) >= shortestWord && !st.words.contains(word) && !gameWords().contains(word) {
			list = append(list, word)
		}
	}
	return list
}

// known returns the words or names that a node's terms may be.
func (st *state) known(n query.Node, env *query.Env) []string {
	if isText(n) {
		return append(st.words.all(), gameWords().sorted...)
	}
	var list []string
	l := n.(*query.Leaf)
	switch {
	case l.Filter.Place() == query.PlaceTag:
		for _, id := range env.Items(query.PlaceTag) {
			list = append(list, env.Own(query.PlaceTag, id)...)
		}
	case l.Filter.Place() == query.PlaceType:
		list = st.kinds()
	default:
		for _, e := range st.entries {
			list = append(list, e.segment.asked)
		}
	}
	return list
}

// kinds returns the kinds of all items, as these store them.
func (st *state) kinds() []string {
	var list []string
	for _, e := range st.entries {
		for _, p := range e.segment.parts {
			for _, key := range p.places[query.PlaceType].keys {
				list = append(list, p.strings[key])
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// corrected is the canonical query with another word in the place of one; "" where
// it cannot be written.
func corrected(q *query.Query, word, near string) string {
	c := &query.Query{Root: replaced(q.Root, word, near), Title: q.Title}
	if !c.Writable() {
		return ""
	}
	return c.String()
}

func replaced(n query.Node, word, near string) query.Node {
	each := func(nodes []query.Node) []query.Node {
		list := make([]query.Node, len(nodes))
		for i, c := range nodes {
			list[i] = replaced(c, word, near)
		}
		return list
	}
	swap := func(text string) string {
		if text == word {
			return near
		}
		words := strings.Fields(text)
		for i := range words {
			if words[i] == word {
				words[i] = near
			}
		}
		return strings.Join(words, " ")
	}
	switch n := n.(type) {
	case *query.And:
		return &query.And{Nodes: each(n.Nodes)}
	case *query.Or:
		return &query.Or{Nodes: each(n.Nodes)}
	case *query.Not:
		return &query.Not{Node: replaced(n.Node, word, near)}
	case *query.Word:
		return &query.Word{Text: swap(n.Text)}
	case *query.Leaf:
		if termsOf(n) == nil {
			return n
		}
		c := *n
		c.Terms = slices.Clone(n.Terms)
		for i := range c.Terms {
			c.Terms[i] = swap(c.Terms[i])
		}
		return &c
	}
	return n
}
