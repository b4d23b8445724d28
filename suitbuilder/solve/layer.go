package solve

import "slices"

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
	order  []int32
	stride int // bytes of a state, about
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

// cut keeps the best states by a rank, the larger the better, and gives the largest
// rank that went.
func (l *layer) cut(width int, rank func(i int) int64) (dropped int64) {
	ranks := make([]int64, l.n)
	l.order = l.order[:0]
	for i := range l.n {
		ranks[i] = rank(i)
		l.order = append(l.order, int32(i))
	}
	slices.SortFunc(l.order, func(a, b int32) int {
		if ranks[a] != ranks[b] {
			if ranks[a] > ranks[b] {
				return -1
			}
			return 1
		}
		if c := compareWords(l.valueOf(int(b)), l.valueOf(int(a))); c != 0 {
			return c
		}
		return int(a - b)
	})
	dropped = ranks[l.order[width]]
	kept := l.order[:width]
	slices.Sort(kept)
	for at, from := range kept {
		f := int(from)
		copy(l.keyOf(at), l.keyOf(f))
		copy(l.valueOf(at), l.valueOf(f))
		copy(l.boundOf(at), l.boundOf(f))
		l.node[at] = l.node[f]
	}
	l.n = width
	l.key, l.value, l.bound, l.node = l.key[:width*l.keyWords], l.value[:width*l.valueWords], l.bound[:width*l.boundWords], l.node[:width]
	l.rehash(len(l.table))
	return dropped
}
