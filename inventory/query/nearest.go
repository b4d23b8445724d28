package query

import (
	"slices"
	"strings"
)

// nearest collects what is like a word that nobody knows.
type nearest struct{ found []neighbour }

type neighbour struct {
	text     string
	distance int
}

// try keeps text if known is near word: at most every third letter differs.
func (n *nearest) try(word, known, text string) {
	limit := max(1, min(len([]rune(word)), len([]rune(known)))/3)
	if d := distance(word, known, limit); d <= limit {
		n.found = append(n.found, neighbour{text, d})
	}
}

// tryName is try for a name, of which one word may be meant.
func (n *nearest) tryName(word, name, text string) {
	n.try(word, name, text)
	for _, part := range strings.Fields(name) {
		n.try(word, strings.TrimSuffix(part, "'s"), text)
	}
}

// best returns the nearest few, each once; of equals the one that came first.
func (n *nearest) best(count int) []string {
	slices.SortStableFunc(n.found, func(a, b neighbour) int { return a.distance - b.distance })
	var list []string
	for _, f := range n.found {
		if !slices.Contains(list, f.text) && len(list) < count {
			list = append(list, f.text)
		}
	}
	return list
}

// Nearest returns up to count of known words that are most like a folded one: at
// most every third letter differs.
func Nearest(word string, known []string, count int) []string {
	var near nearest
	for _, k := range known {
		near.try(word, k, k)
	}
	return near.best(count)
}

// NearestNames is Nearest for folded names, of each of which one word may be meant.
func NearestNames(word string, names []string, count int) []string {
	var near nearest
	for _, name := range names {
		near.tryName(word, name, name)
	}
	return near.best(count)
}

// distance counts the letters to change, add, drop or swap with their neighbour to
// make one word of another; beyond limit it may stop counting and return limit+1.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > limit || -d > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit+1 {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}

// Written is a value as it may stand in a query: with "_" for blanks where that
// saves the quotes.
func Written(name string) string {
	text := strings.ReplaceAll(Fold(name), " ", "_")
	if strings.Contains(name, "_") || quoteValue(text) != text {
		return quoteValue(Fold(name))
	}
	return text
}
