package query

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Env is what a query is asked in: the time, and what belongs to the user who
// asks. All of it may be missing.
type Env struct {
	Now   time.Time
	Tags  map[int64][]string // the user's own, by the game's item id
	Notes map[int64]string   // likewise
	// Worn tells what a character wears, by its folded name; not ok: nobody knows that
	// character.
	Worn func(character string) (worn []Worn, ok bool)
}

// Match tells whether a query finds an item. It is the plain meaning of the
// language, one item at a time.
func (q *Query) Match(f *Facts, env *Env) bool {
	if env == nil {
		env = &Env{}
	}
	return q.Root == nil || match(q.Root, f, env)
}

func match(n Node, f *Facts, env *Env) bool {
	switch n := n.(type) {
	case *And:
		return !slices.ContainsFunc(n.Nodes, func(c Node) bool { return !match(c, f, env) })
	case *Or:
		return slices.ContainsFunc(n.Nodes, func(c Node) bool { return match(c, f, env) })
	case *Not:
		return !match(n.Node, f, env)
	case *Word:
		return found(f, PlaceWord, n.Text, false)
	case *Leaf:
		return n.match(f, env)
	}
	return false
}

func (l *Leaf) match(f *Facts, env *Env) bool {
	switch l.Filter.Form {
	case FormNumber:
		return l.matchNumber(f)
	case FormAge:
		return l.MatchAge(f.Owner.Uploaded, env.Now)
	case FormCharacter:
		return isBetter(f, l.Terms[0], env)
	case FormTerm:
		return slices.ContainsFunc(l.Terms, func(term string) bool { return l.matchTerm(f, term, env) })
	}
	has := false
	l.Filter.IDs(f, func(id int64) {
		_, ok := slices.BinarySearch(l.ids, id)
		has = has || ok
	})
	return has
}

func (l *Leaf) matchNumber(f *Facts) bool {
	low, high := l.Range()
	return slices.ContainsFunc(l.Filter.Columns(), func(c *Column) bool {
		v, ok := c.Number(f)
		return ok && v >= low && v <= high
	})
}

// MatchAge compares the age of an upload; false where that is unknown.
func (l *Leaf) MatchAge(uploaded, now time.Time) bool {
	if uploaded.IsZero() {
		return false
	}
	age := now.Sub(uploaded)
	if l.Op == "<" {
		return age < l.Age()
	}
	return age > l.Age()
}

func (l *Leaf) matchTerm(f *Facts, term string, env *Env) bool {
	whole := l.Op == "="
	if l.Filter.place == PlaceTag || l.Filter.place == PlaceNote {
		return slices.ContainsFunc(env.Own(l.Filter.place, f.Item.ItemID), func(text string) bool { return Fits(text, term, whole) })
	}
	return found(f, l.Filter.place, term, whole)
}

// Own returns the user's own texts of an item, folded, with blanks for "_" as in
// the values of a query.
func (e *Env) Own(p Place, itemID int64) []string {
	var list []string
	switch p {
	case PlaceTag:
		for _, tag := range e.Tags[itemID] {
			list = append(list, FoldValue(tag))
		}
	case PlaceNote:
		if note, ok := e.Notes[itemID]; ok {
			list = append(list, FoldValue(note))
		}
	}
	return list
}

// Fits tells whether a folded text contains, or is, a folded term.
func Fits(text, term string, whole bool) bool {
	if whole {
		return text == term
	}
	return strings.Contains(text, term)
}

func found(f *Facts, p Place, term string, whole bool) bool {
	if slices.ContainsFunc(f.Strings(p), func(text string) bool { return Fits(text, term, whole) }) {
		return true
	}
	if p != PlaceWord && p != PlaceText {
		return false
	}
	for _, s := range f.Item.Spells {
		if name, ok := foldedSpells()[s.ID]; ok && Fits(name, term, whole) {
			return true
		}
	}
	return false
}

// Items lists the items of which the user wrote something, by the game's id,
// ascending.
func (e *Env) Items(p Place) []int64 {
	switch p {
	case PlaceTag:
		return slices.Sorted(maps.Keys(e.Tags))
	case PlaceNote:
		return slices.Sorted(maps.Keys(e.Notes))
	}
	return nil
}
