package simulate

import "time"

// rhythm is something that a plugin does again and again.
type rhythm struct {
	every time.Duration // 0: never
	next  time.Duration // world time of the next
}

// due tells whether it is time, and moves on to the next.
func (r *rhythm) due(now time.Duration) bool {
	if r.every <= 0 || now < r.next {
		return false
	}
	r.next += r.every
	if r.next <= now {
		r.next = now + r.every
	}
	return true
}
