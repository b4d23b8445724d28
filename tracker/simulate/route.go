package simulate

import (
	"container/heap"
	"math"
	"slices"
)

// homeward is the way from every spot to its nearest town over the roads.
type homeward struct {
	distance []float64 // map units; infinite where no town can be reached
	next     []int     // the spot after this one on the way; itself in a town
}

// homeward finds the ways home for all spots at once.
func (a *atlas) homeward() homeward {
	var towns []int
	for i, s := range a.spots {
		if s.town {
			towns = append(towns, i)
		}
	}
	distance, next := a.search(towns, math.Inf(1))
	return homeward{distance, next}
}

// townOf is the town at the end of the way home.
func (a *atlas) townOf(spot int) int {
	for a.home.next[spot] != spot {
		spot = a.home.next[spot]
	}
	return spot
}

// pathTo runs from a spot's town to the spot.
func (a *atlas) pathTo(spot int) []point {
	path := []point{a.spots[spot].point}
	for a.home.next[spot] != spot {
		spot = a.home.next[spot]
		path = append(path, a.spots[spot].point)
	}
	slices.Reverse(path)
	return path
}

// townsAround are the other towns within reach of a spot, nearest first, and
// the way to each.
func (a *atlas) townsAround(from int, reach float64) (towns []int, paths [][]point) {
	distance, next := a.search([]int{from}, reach)
	for i, s := range a.spots {
		if s.town && i != from && distance[i] <= reach {
			towns = append(towns, i)
		}
	}
	slices.SortFunc(towns, func(x, y int) int {
		if distance[x] < distance[y] {
			return -1
		}
		return 1
	})
	for _, t := range towns {
		path := []point{a.spots[t].point}
		for at := t; next[at] != at; {
			at = next[at]
			path = append(path, a.spots[at].point)
		}
		slices.Reverse(path)
		paths = append(paths, path)
	}
	return towns, paths
}

// search is Dijkstra's algorithm from all sources at once, up to reach units.
func (a *atlas) search(sources []int, reach float64) (distance []float64, next []int) {
	distance, next = make([]float64, len(a.spots)), make([]int, len(a.spots))
	for i := range distance {
		distance[i], next[i] = math.Inf(1), i
	}
	var open frontier
	for _, s := range sources {
		distance[s] = 0
		heap.Push(&open, road{s, 0})
	}
	for len(open) > 0 {
		at := heap.Pop(&open).(road)
		if at.length > distance[at.to] {
			continue
		}
		for _, r := range a.roads[at.to] {
			if d := at.length + r.length; d < distance[r.to] && d <= reach {
				distance[r.to], next[r.to] = d, at.to
				heap.Push(&open, road{r.to, d})
			}
		}
	}
	return distance, next
}

// frontier is the heap of spots to look at next, by their distance.
type frontier []road

// Len is how many there are.
func (f frontier) Len() int { return len(f) }

// Less tells which is nearer.
func (f frontier) Less(i, j int) bool { return f[i].length < f[j].length }

// Swap exchanges two.
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }

// Push adds one at the end; called by container/heap.
func (f *frontier) Push(x any) { *f = append(*f, x.(road)) }

// Pop takes the last one; called by container/heap.
func (f *frontier) Pop() any {
	last := len(*f) - 1
	x := (*f)[last]
	*f = (*f)[:last]
	return x
}

// pathLength is the length of a path in map units.
func pathLength(path []point) float64 {
	sum := 0.0
	for i := 1; i < len(path); i++ {
		sum += path[i-1].distance(path[i])
	}
	return sum
}

// along is the point d units along a path, and the index of the path's point
// that comes next.
func along(path []point, d float64) (point, int) {
	for i := 1; i < len(path); i++ {
		step := path[i-1].distance(path[i])
		if d < step {
			return path[i-1].toward(path[i], d), i
		}
		d -= step
	}
	return path[len(path)-1], len(path)
}
