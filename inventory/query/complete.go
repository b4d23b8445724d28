package query

import (
	"slices"
	"strings"

	"overlord/inventory/gamedata"
)

// maxCompletions is how many a page shows at most.
const maxCompletions = 20

// Completion is what may stand at the cursor in place of a part of the text.
type Completion struct {
	From  int         `json:"from"` // UTF-16 units: what is replaced
	To    int         `json:"to"`
	Items []Completed `json:"items"` // the likeliest first
}

// Completed is one completion.
type Completed struct {
	Text string `json:"text"` // what is put in
	Kind string `json:"kind"` // filter, value, character, tag, word, operator or keyword
	Hint string `json:"hint"` // a sentence about it; may be empty

	// Count is how many items have that value, as a filter would find them; nil:
	// it is not known.
	Count *int `json:"count,omitempty"`
}

// Known is what only the caller knows of what may be asked for. All of it may be
// missing.
type Known struct {
	Characters []string
	Tags       []string                                // the user's own
	Words      func(prefix string, limit int) []string // on items, by a folded prefix
	Count      func(f *Filter, ids []int64) int        // how many items have one of a filter's ids
}

// Complete finds what a person may want to type at a cursor, UTF-16 units from the
// beginning of a text that need not be a query yet.
func Complete(text string, at int, known Known) Completion {
	if utf16Len(text) > MaxLength {
		return Completion{From: at, To: at, Items: []Completed{}}
	}
	c := &completer{known: known, text: text, at: byteAt(text, max(0, at))}
	c.from, c.to = c.at, c.at
	c.complete(c.token())
	if c.items == nil {
		c.items = []Completed{}
	}
	return Completion{utf16Len(text[:c.from]), utf16Len(text[:c.to]), c.items}
}

type completer struct {
	known        Known
	text         string
	at, from, to int // bytes
	items        []Completed
}

// token returns the token in which, or at whose end, the cursor is.
func (c *completer) token() token {
	l := &lexer{text: c.text}
	for {
		t := l.next()
		switch {
		case t.kind == endToken || t.start >= c.at:
			return token{kind: endToken}
		case t.end >= c.at:
			return t
		}
	}
}

func (c *completer) complete(t token) {
	switch t.kind {
	case wordToken, andToken, orToken, notToken:
		c.word(t)
	case filterToken:
		if c.at <= t.start+len(t.name) {
			c.from, c.to = t.start, t.start+len(t.name)+1
			c.filters(Fold(c.text[t.start:c.at]))
			return
		}
		if f, ok := Lookup(t.name); ok {
			c.value(f, t)
		}
	case brokenToken:
		if r, w := (&lexer{text: c.text}).rune(t.start); quoteOf(r) != 0 {
			c.from, c.to = t.start, t.end
			c.words(Fold(c.text[t.start+w : c.at]))
		} else if r == '-' {
			c.filters("")
		}
	case commentToken:
	default:
		c.filters("")
	}
}

// add offers a completion, once, while there is room.
func (c *completer) add(text, kind, hint string) {
	if len(c.items) < maxCompletions && !slices.ContainsFunc(c.items, func(i Completed) bool { return i.Text == text }) {
		c.items = append(c.items, Completed{Text: text, Kind: kind, Hint: hint})
	}
}

// addValue offers a value of a filter, and tells how many items have it.
func (c *completer) addValue(f *Filter, text, kind string, row nameRow) {
	before := len(c.items)
	c.add(text, kind, row.help)
	if len(c.items) > before && c.known.Count != nil && f.HasIDs() && f.Form != FormCantrip {
		n := c.known.Count(f, f.names().find(row.folded, false))
		c.items[before].Count = &n
	}
}

// word completes what may become a filter, a keyword, or stay a word.
func (c *completer) word(t token) {
	c.from, c.to = t.start, t.end
	typed := c.text[t.start:c.at]
	if r, w := (&lexer{text: typed}).rune(0); quoteOf(r) != 0 {
		c.words(Fold(typed[w:]))
		return
	}
	prefix := Fold(typed)
	c.filters(prefix)
	for _, f := range library().visible {
		if f.Form == FormChoice {
			for _, row := range f.names().rows {
				if strings.HasPrefix(row.folded, prefix) {
					c.addValue(f, f.Name+":"+row.name, "filter", row)
				}
			}
		}
	}
	c.synonyms(prefix)
	for _, k := range []string{"or", "and", "not"} {
		if strings.HasPrefix(k, prefix) {
			c.add(k, "keyword", "")
		}
	}
	c.words(prefix)
}

// filters offers the filters whose name or alias begins with a prefix.
func (c *completer) filters(prefix string) {
	for _, f := range library().visible {
		for _, name := range append([]string{f.Name}, f.Aliases...) {
			if strings.HasPrefix(name, prefix) {
				c.add(f.Name+":", "filter", f.Help)
			}
		}
	}
}

// synonyms offers the filters that people call by another name.
func (c *completer) synonyms(prefix string) {
	for _, f := range library().visible {
		for _, name := range f.mistaken {
			if strings.HasPrefix(name, prefix) {
				c.add(f.Name+":", "filter", f.Help)
			}
		}
	}
}

// shortestPrefix is the least of a word that is worth completing.
const shortestPrefix = 2

func (c *completer) words(prefix string) {
	if c.known.Words == nil || len(prefix) < shortestPrefix {
		return
	}
	for _, w := range c.known.Words(prefix, maxCompletions) {
		c.add(quoteWord(w), "word", "")
	}
}

// value completes the alternative of a filter's value in which the cursor is.
func (c *completer) value(f *Filter, t token) {
	prefix := ""
	for _, term := range t.value.terms {
		if c.at >= term.start && c.at <= term.end {
			c.from, c.to = term.start, term.end
			typed := c.text[term.start:c.at]
			if term.quoted && typed != "" {
				_, w := (&lexer{text: typed}).rune(0)
				typed = strings.TrimSuffix(typed[w:], `"`)
			}
			prefix = FoldValue(typed)
		}
	}
	switch f.Form {
	case FormNumber:
		c.operators(f, t, ">=", "<=", ">", "<")
	case FormAge:
		c.operators(f, t, "<1h", "<1d", "<1w", ">1w")
	case FormCantrip:
		c.cantrips(f, prefix)
	case FormName, FormChoice:
		c.named(f, prefix)
	case FormCharacter:
		c.texts("character", prefix, c.known.Characters)
	case FormTerm:
		c.terms(f, prefix)
	}
}

func (c *completer) terms(f *Filter, prefix string) {
	switch f.place {
	case PlaceOwner:
		c.texts("character", prefix, c.known.Characters)
	case PlaceTag:
		c.texts("tag", prefix, c.known.Tags)
	case PlaceName, PlaceText:
		c.words(prefix)
	}
}

// operators offers how a value may begin, where there is none yet.
func (c *completer) operators(f *Filter, t token, list ...string) {
	if t.value.op == "" && c.from == c.to {
		for _, op := range list {
			c.add(op, "operator", f.Takes())
		}
	}
}

// named offers the names that begin with a prefix, then those that contain it.
func (c *completer) named(f *Filter, prefix string) {
	rows := f.names().rows
	if f.Name == "set" {
		rows = lootFirst(rows)
	}
	for _, fits := range []func(text, part string) bool{strings.HasPrefix, strings.Contains} {
		for _, row := range rows {
			if len(c.items) < maxCompletions && fits(row.folded, prefix) {
				c.addValue(f, Written(row.name), "value", row)
			}
		}
	}
}

// lootFirst puts the sets that random loot carries before those of quests: the
// former are what people look for.
func lootFirst(rows []nameRow) []nameRow {
	rank := func(r nameRow) int {
		if (gamedata.Set{ID: int32(r.id)}).IsLoot() {
			return 0
		}
		return 1
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b nameRow) int { return rank(a) - rank(b) })
	return rows
}

// cantrips offers tiers and lines, behind a tier and a point lines alone.
func (c *completer) cantrips(f *Filter, prefix string) {
	tierName, line, both := strings.Cut(prefix, ".")
	if !both {
		c.named(f, prefix)
		if tier := tierBeginning(prefix); tier != "" {
			c.lines(tier, "")
		}
		return
	}
	if _, ok := gamedata.ParseTier(tierName); ok {
		c.lines(tierName, line)
	}
}

// lines offers the lines of a tier whose name contains a part.
func (c *completer) lines(tier, part string) {
	for _, l := range gamedata.CantripLines() {
		if strings.Contains(Fold(l.Name), part) {
			c.add(Written(tier+"."+l.Name), "value", "")
		}
	}
}

// tierBeginning is the one tier whose name begins with a prefix; empty: none, or
// several do.
func tierBeginning(prefix string) (found string) {
	if prefix == "" {
		return ""
	}
	for t := gamedata.NoTier + 1; t <= gamedata.Legendary; t++ {
		if !strings.HasPrefix(t.String(), prefix) {
			continue
		}
		if found != "" {
			return ""
		}
		found = t.String()
	}
	return found
}

// texts offers what begins with a prefix, then what contains it.
func (c *completer) texts(kind, prefix string, list []string) {
	for _, fits := range []func(text, part string) bool{strings.HasPrefix, strings.Contains} {
		for _, text := range list {
			if folded := FoldValue(text); folded != "" && len(c.items) < maxCompletions && fits(folded, prefix) {
				c.add(Written(text), kind, "")
			}
		}
	}
}
