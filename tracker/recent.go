package tracker

import (
	"container/list"
	"iter"
)

// recent is a map that holds on to what was used last, within bounds of number
// and size. It has no lock of its own.
type recent[K comparable, V any] struct {
	most      int // entries
	mostBytes int // of all entries together
	bytes     int
	byKey     map[K]*list.Element
	order     list.List // of recentEntry, used last first
}

type recentEntry[K comparable, V any] struct {
	key   K
	value V
	bytes int
}

func newRecent[K comparable, V any](most, mostBytes int) *recent[K, V] {
	return &recent[K, V]{most: most, mostBytes: mostBytes, byKey: map[K]*list.Element{}}
}

// put sets an entry, which is the one used last then, and tells how many others
// were forgotten to make room. The entry itself stays, whatever its size: its
// maker bounds it.
func (r *recent[K, V]) put(key K, value V, bytes int) (forgotten int) {
	if e, known := r.byKey[key]; known {
		r.bytes -= e.Value.(recentEntry[K, V]).bytes
		e.Value = recentEntry[K, V]{key, value, bytes}
		r.order.MoveToFront(e)
	} else {
		r.byKey[key] = r.order.PushFront(recentEntry[K, V]{key, value, bytes})
	}
	r.bytes += bytes
	for ; len(r.byKey) > 1 && (len(r.byKey) > r.most || r.bytes > r.mostBytes); forgotten++ {
		r.forgetOldest()
	}
	return forgotten
}

func (r *recent[K, V]) forgetOldest() {
	oldest := r.order.Remove(r.order.Back()).(recentEntry[K, V])
	delete(r.byKey, oldest.key)
	r.bytes -= oldest.bytes
}

// get looks at an entry.
func (r *recent[K, V]) get(key K) (value V, known bool) {
	e, known := r.byKey[key]
	if !known {
		return value, false
	}
	return e.Value.(recentEntry[K, V]).value, true
}

// use looks at an entry, which is the one used last then.
func (r *recent[K, V]) use(key K) (value V, known bool) {
	if e, known := r.byKey[key]; known {
		r.order.MoveToFront(e)
	}
	return r.get(key)
}

// all are the entries, used last first.
func (r *recent[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for e := r.order.Front(); e != nil; e = e.Next() {
			if entry := e.Value.(recentEntry[K, V]); !yield(entry.key, entry.value) {
				return
			}
		}
	}
}
