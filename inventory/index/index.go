package index

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"overlord/inventory/gamedata"
	"overlord/inventory/query"
)

// Index holds the segments of all characters. All methods may be called at any
// time from anywhere.
type Index struct {
	state atomic.Pointer[state]
	ready atomic.Bool

	writing sync.Mutex // below belongs to who holds it
	numbers map[string]uint32
	uses    []int32 // of each text of the dictionary: how many blocks have it
	unused  int     // texts that none has
	words   map[string]bool
}

// state is what a search works on. It never changes.
type state struct {
	entries []*entry // by owner
	texts   *dictionary
	words   *vocabulary
	rows    int
}

// entry is a segment with its place in the dictionary.
type entry struct {
	segment *Segment
	numbers [][]uint32 // of each part: number in the dictionary of each of its strings
}

// New makes an empty index that is not ready.
func New() *Index {
	x := &Index{numbers: map[string]uint32{}, words: map[string]bool{}}
	x.state.Store(&state{texts: newDictionary(), words: &vocabulary{}})
	return x
}

// SetReady says whether everything is loaded. Until it is, searches are refused: a
// part is never answered as if it were the whole.
func (x *Index) SetReady(ready bool) { x.ready.Store(ready) }

// Ready tells whether searches are answered.
func (x *Index) Ready() bool { return x.ready.Load() }

// Replace swaps a character's items for those of a segment that was built for this
// character; nil removes them. A search that began before still sees the old ones,
// each that begins later the new ones.
func (x *Index) Replace(character string, seg *Segment) {
	if seg != nil {
		character = seg.owner.Name
	}
	x.swap(character, seg)
}

// Remove forgets a character.
func (x *Index) Remove(character string) { x.swap(character, nil) }

// Characters returns the names of all characters, sorted.
func (x *Index) Characters() []string {
	st := x.state.Load()
	list := make([]string, len(st.entries))
	for i, e := range st.entries {
		list[i] = e.segment.owner.Name
	}
	return list
}

// Len is how many items there are.
func (x *Index) Len() int { return x.state.Load().rows }

// Segment returns a character's segment; nil: there is none.
func (x *Index) Segment(character string) *Segment {
	st := x.state.Load()
	if i, ok := st.find(character); ok {
		return st.entries[i].segment
	}
	return nil
}

// Worn tells what a character wears, by its folded name: what better: compares
// with. Not ok: there is no such character.
func (x *Index) Worn(character string) (worn []query.Worn, ok bool) {
	return x.state.Load().worn(character)
}

// Count is how many items have one of some ids of a filter that has ids; 0 of one
// that has none.
func (x *Index) Count(f *query.Filter, ids []int64) (n int) {
	src := sourceOf(f.Name)
	if src < 0 || f.Name == "cantrip" { // whose ids are the tiers' and the lines', not the spells'
		return 0
	}
	var set []uint64
	for _, e := range x.state.Load().entries {
		for _, p := range e.segment.parts {
			n += p.sources[src].countAny(ids, p.gone, &set)
		}
	}
	return n
}

// Words returns up to limit words that begin with a folded prefix and stand on
// items, then in the names of sets, materials and spells.
func (x *Index) Words(prefix string, limit int) []string {
	list := x.state.Load().words.beginning(prefix, limit)
	for _, w := range gameWords().beginning(prefix, limit) {
		if len(list) < limit && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}

// find looks an owner's place up, by folded and then by exact name: the order in
// which owners are listed.
func (st *state) find(character string) (int, bool) {
	folded := query.Fold(character)
	return slices.BinarySearchFunc(st.entries, character, func(e *entry, name string) int {
		return cmp.Or(cmp.Compare(e.segment.folded, folded), cmp.Compare(e.segment.owner.Name, name))
	})
}

func (x *Index) swap(character string, seg *Segment) {
	x.writing.Lock()
	defer x.writing.Unlock()
	old := x.state.Load()
	next := &state{entries: slices.Clone(old.entries), texts: old.texts, words: old.words, rows: old.rows}
	i, found := old.find(character)
	if found {
		x.release(old.entries[i])
		next.rows -= old.entries[i].segment.rows
		next.entries = slices.Delete(next.entries, i, i+1)
	}
	if seg != nil {
		next.entries = slices.Insert(next.entries, i, x.enter(next, seg))
		next.rows += seg.rows
	}
	x.compact(next)
	x.state.Store(next)
}

// enter finds a segment's texts in the dictionary, and adds those that are new.
func (x *Index) enter(st *state, seg *Segment) *entry {
	e := &entry{segment: seg, numbers: make([][]uint32, len(seg.parts))}
	var added, words []string
	for i, b := range seg.parts {
		numbers := make([]uint32, len(b.strings))
		for k, text := range b.strings {
			n, ok := x.numbers[text]
			if !ok {
				n = uint32(len(x.uses))
				x.numbers[text], x.uses = n, append(x.uses, 0)
				x.unused++
				added = append(added, text)
				words = append(words, x.newWords(text)...)
			}
			if x.uses[n] == 0 {
				x.unused--
			}
			x.uses[n]++
			numbers[k] = n
		}
		e.numbers[i] = numbers
	}
	st.texts, st.words = st.texts.with(added), st.words.with(words)
	return e
}

// shortestWord is the least that a word needs to be worth completing.
const shortestWord = 3

// newWords returns the words of a text that were never seen.
func (x *Index) newWords(text string) []string { return unseen(text, x.words) }

func unseen(text string, seen map[string]bool) []string {
	var list []string
	for _, w := range strings.Fields(text) {
		if w = strings.Trim(w, `.,;:!?"()`); len(w) >= shortestWord && !seen[w] {
			w = strings.Clone(w)
			seen[w] = true
			list = append(list, w)
		}
	}
	return list
}

// gameWords are the words of the names of sets, materials and spells, which people
// may mean even if no item has them.
var gameWords = sync.OnceValue(func() *vocabulary {
	v, seen := &vocabulary{}, map[string]bool{}
	for _, n := range []*gamedata.Names{gamedata.Sets(), gamedata.Materials(), gamedata.SpellNames()} {
		for _, row := range n.All() {
			v.sorted = append(v.sorted, unseen(query.Fold(row.Name), seen)...)
		}
	}
	slices.Sort(v.sorted)
	return v
})

func (x *Index) release(e *entry) {
	for _, numbers := range e.numbers {
		for _, n := range numbers {
			if x.uses[n]--; x.uses[n] == 0 {
				x.unused++
			}
		}
	}
}

// fewTexts is how many unused texts are not worth the work.
const fewTexts = 4096

// compact makes the dictionary anew when most of it is not used any more.
func (x *Index) compact(st *state) {
	if x.unused < fewTexts || x.unused < len(x.uses)/2 {
		return
	}
	x.numbers, x.uses, x.unused = map[string]uint32{}, nil, 0
	st.texts = newDictionary()
	for i, e := range st.entries {
		st.entries[i] = x.enter(st, e.segment)
	}
}
