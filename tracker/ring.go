package tracker

// ring keeps the last things that were added. It has no lock of its own.
type ring[T any] struct {
	most int
	list []T
	next int // where the next one goes, once the list is full
}

func newRing[T any](most int) *ring[T] { return &ring[T]{most: most} }

func (r *ring[T]) add(v T) {
	if len(r.list) < r.most {
		r.list = append(r.list, v)
		return
	}
	r.list[r.next] = v
	r.next = (r.next + 1) % r.most
}

// newest are the last ones that are wanted, newest first, limit at most.
func (r *ring[T]) newest(limit int, wanted func(T) bool) []T {
	found := []T{}
	for i := range r.list {
		if len(found) == limit {
			break
		}
		at := (r.next + len(r.list) - 1 - i) % len(r.list)
		if v := r.list[at]; wanted(v) {
			found = append(found, v)
		}
	}
	return found
}
