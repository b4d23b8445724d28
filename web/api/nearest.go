package api

import "strings"

// maxCompared bounds the runes of a name that Nearest looks at, so that nobody
// can keep it busy.
const maxCompared = 64

// Nearest is the one of some names that takes the fewest typing mistakes to
// become the given one, without regard to case; the first of equals; "" of none.
func Nearest(name string, names []string) string {
	best, nearest := -1, ""
	for _, candidate := range names {
		if d := distance(folded(name), folded(candidate)); best < 0 || d < best {
			best, nearest = d, candidate
		}
	}
	return nearest
}

func folded(s string) []rune {
	runes := []rune(strings.ToLower(shorten(s, 4*maxCompared)))
	return runes[:min(len(runes), maxCompared)]
}

// distance counts the insertions, deletions, replacements and swaps of neighbours
// that make b of a.
func distance(a, b []rune) int {
	before, above := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			row[j+1] = min(above[j+1]+1, row[j]+1, above[j]+cost(a[i], b[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above = above, row
	}
	return above[len(b)]
}

func cost(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
