package index

import (
	"bytes"
	"slices"
	"sort"
	"strings"
)

// dictionary is the distinct folded texts of all segments, one after the other, so
// that one pass over memory finds all that contain a word. It only grows: a view
// of it that a search holds stays as it was.
type dictionary struct {
	text []byte   // separator, text, separator, text, …, separator
	ends []uint32 // of each text: where the separator behind it stands
}

// separator stands between texts; no folded text has one.
const separator = 0

func newDictionary() *dictionary { return &dictionary{text: []byte{separator}} }

// at gives a text by its number.
func (d *dictionary) at(n uint32) string {
	begin := uint32(1)
	if n > 0 {
		begin = d.ends[n-1] + 1
	}
	return string(d.text[begin:d.ends[n]])
}

func (d *dictionary) len() int { return len(d.ends) }

// with returns the dictionary with further texts, whose numbers follow.
func (d *dictionary) with(texts []string) *dictionary {
	if len(texts) == 0 {
		return d
	}
	more := &dictionary{d.text, d.ends}
	for _, t := range texts {
		more.text = append(append(more.text, t...), separator)
		more.ends = append(more.ends, uint32(len(more.text)-1))
	}
	return more
}

// matches returns the set of the texts that contain, or are, a folded term.
func (d *dictionary) matches(term string, whole bool) []uint64 {
	set := make([]uint64, wordsFor(d.len()))
	needle := []byte(term)
	if whole {
		needle = []byte("\x00" + term + "\x00")
	}
	for at, n := 0, 0; ; {
		i := bytes.Index(d.text[at:], needle)
		if i < 0 {
			return set
		}
		at += i
		if whole {
			at++
		}
		n += sort.Search(d.len()-n, func(k int) bool { return int(d.ends[n+k]) > at })
		set[n/64] |= 1 << (n % 64)
		at = int(d.ends[n]) // the separator, at which the next text may begin to match
	}
}

// vocabulary is the distinct words of all texts, for completion and for what was
// probably meant. Like the dictionary it only grows.
type vocabulary struct {
	sorted []string
	recent []string // not sorted yet, and not in sorted
}

// maxRecent is how many words wait until they are sorted in.
const maxRecent = 1024

// with returns the vocabulary with further words that it does not have.
func (v *vocabulary) with(words []string) *vocabulary {
	more := &vocabulary{v.sorted, append(v.recent, words...)}
	if len(more.recent) > maxRecent {
		more.sorted = slices.Concat(v.sorted, more.recent)
		slices.Sort(more.sorted)
		more.recent = nil
	}
	return more
}

// beginning returns up to limit words that begin with a prefix, the sorted ones
// first.
func (v *vocabulary) beginning(prefix string, limit int) []string {
	var list []string
	i, _ := slices.BinarySearch(v.sorted, prefix)
	for ; i < len(v.sorted) && len(list) < limit && strings.HasPrefix(v.sorted[i], prefix); i++ {
		list = append(list, v.sorted[i])
	}
	for _, w := range v.recent {
		if len(list) < limit && strings.HasPrefix(w, prefix) {
			list = append(list, w)
		}
	}
	return list
}

func (v *vocabulary) all() []string { return slices.Concat(v.sorted, v.recent) }

// contains tells whether a word contains a part.
func (v *vocabulary) contains(part string) bool {
	in := func(w string) bool { return strings.Contains(w, part) }
	return slices.ContainsFunc(v.sorted, in) || slices.ContainsFunc(v.recent, in)
}
