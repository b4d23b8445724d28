package solve

import (
	"math"
	"slices"
)

// layer holds the partial suits after one step: of those that agree in the key the
// best one only. Arrays, not records, since there may be a million.
type layer struct {
	keyWords, valueWords, boundWords int

	n      int
	key    []uint64
	value  []int64
	bound  []int64
	node   []int32 // the last piece put on, in the history; -1 for none
	table  []int32 // hash table of states, plus one
	stride int     // bytes of a state, about
}

func newLayer(keyWords, valueWords, boundWords int) *layer {
	return &layer{keyWords: keyWords, valueWords: valueWords, boundWords: boundWords,
		stride: 8*(keyWords+valueWords+boundWords) + 4 + 16, table: make([]int32, 256)}
}

func (l *layer) reset() {
	l.n = 0
	l.key, l.value, l.bound, l.node = l.key[:0], l.value[:0], l.bound[:0], l.node[:0]
	clear(l.table)
}

func (l *layer) keyOf(i int) []uint64  { return l.key[i*l.keyWords : (i+1)*l.keyWords] }
func (l *layer) valueOf(i int) []int64 { return l.value[i*l.valueWords : (i+1)*l.valueWords] }
func (l *layer) boundOf(i int) []int64 { return l.bound[i*l.boundWords : (i+1)*l.boundWords] }

func hashKey(key []uint64) uint64 {
	h := uint64(0x243F6A8885A308D3)
	for _, w := range key {
		h = (h ^ w) * 0x9E3779B97F4A7C15
		h ^= h >> 29
	}
	return h ^ h>>32
}

// find gives the state with a key, or -1 and the place in the table where it goes.
func (l *layer) find(key []uint64) (state, place int) {
	mask := len(l.table) - 1
	for at := int(hashKey(key)) & mask; ; at = (at + 1) & mask {
		i := int(l.table[at]) - 1
		if i < 0 {
			return -1, at
		}
		if slices.Equal(l.keyOf(i), key) {
			return i, at
		}
	}
}

// insert adds a state that is not there.
func (l *layer) insert(place int, key []uint64, value, bound []int64, node int32) {
	l.key = append(l.key, key...)
	l.value = append(l.value, value...)
	l.bound = append(l.bound, bound...)
	l.node = append(l.node, node)
	l.n++
	l.table[place] = int32(l.n)
	if 2*l.n > len(l.table) {
		l.rehash(2 * len(l.table))
	}
}

func (l *layer) rehash(size int) {
	if size > len(l.table) {
		l.table = make([]int32, size)
	} else {
		clear(l.table)
	}
	for i := range l.n {
		_, at := l.find(l.keyOf(i))
		l.table[at] = int32(i + 1)
	}
}

// replace puts a better state in the place of one with its key.
func (l *layer) replace(i int, value, bound []int64, node int32) {
	copy(l.valueOf(i), value)
	copy(l.boundOf(i), bound)
	l.node[i] = node
}

// cut keeps the best states by a rank, the larger the better, then by their values,
// then in the order of their making; and gives the largest rank that went.
func (l *layer) cut(width int, rank func(i int) int64) (dropped int64) {
	ranks := make([]int64, l.n)
	for i := range ranks {
		ranks[i] = rank(i)
	}
	bar := kthLargest(slices.Clone(ranks), width)
	above := 0
	var level []int64 // first value words of the states at the bar
	for i, r := range ranks {
		switch {
		case r > bar:
			above++
		case r == bar:
			level = append(level, l.valueOf(i)[0])
		}
	}
	levelBar := kthLargest(level, width-above)
	better := 0
	for i, r := range ranks {
		if r == bar && l.valueOf(i)[0] > levelBar {
			better++
		}
	}
	left := width - above - better
	dropped = math.MinInt64
	at := 0
	for i, r := range ranks {
		keep := r > bar || r == bar && l.valueOf(i)[0] > levelBar
		if !keep && r == bar && l.valueOf(i)[0] == levelBar && left > 0 {
			keep = true
			left--
		}
		if !keep {
			dropped = max(dropped, r)
			continue
		}
		l.move(at, i)
		at++
	}
	l.n = at
	l.key, l.value, l.bound, l.node = l.key[:at*l.keyWords], l.value[:at*l.valueWords], l.bound[:at*l.boundWords], l.node[:at]
	l.rehash(len(l.table))
	return dropped
}

func (l *layer) move(to, from int) {
	copy(l.keyOf(to), l.keyOf(from))
	copy(l.valueOf(to), l.valueOf(from))
	copy(l.boundOf(to), l.boundOf(from))
	l.node[to] = l.node[from]
}

// kthLargest finds the k-th largest of a list, which it disorders; k from 1.
func kthLargest(list []int64, k int) int64 {
	lo, hi := 0, len(list)-1
	k--
	for lo < hi {
		pivot := list[(lo+hi)/2]
		i, j := lo, hi
		for i <= j {
			for list[i] > pivot {
				i++
			}
			for list[j] < pivot {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return list[k]
		}
	}
	return list[k]
}
