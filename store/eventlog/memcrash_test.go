package eventlog

import (
	"math/rand/v2"
	"slices"
)

// killed is the disk that the next process finds when this one is killed now.
func (d *memDisk) killed() *memDisk {
	d.mu.Lock()
	defer d.mu.Unlock()
	next := newMemDisk()
	for path, f := range d.names {
		next.names[path] = f.clone()
	}
	// What was not durable still is not: give each file its new self.
	again := map[*memFile]*memFile{}
	for path, f := range d.names {
		again[f] = next.names[path]
	}
	for path, f := range d.durable {
		if again[f] == nil {
			again[f] = f.clone()
		}
		next.durable[path] = again[f]
	}
	next.pending = []func(map[string]*memFile){func(names map[string]*memFile) {
		clear(names)
		for path, f := range next.names {
			names[path] = f
		}
	}}
	return next
}

// unplugged is the disk that is found when the power fails now: of what was not
// synced an arbitrary part is there.
func (d *memDisk) unplugged(r *rand.Rand) *memDisk {
	d.mu.Lock()
	defer d.mu.Unlock()
	names := map[string]*memFile{}
	for path, f := range d.durable {
		names[path] = f
	}
	for _, change := range d.pending[:r.IntN(len(d.pending)+1)] {
		change(names)
	}
	next := newMemDisk()
	for path, f := range names {
		left := f.survivor(r)
		next.names[path], next.durable[path] = left, left
	}
	return next
}

func (f *memFile) clone() *memFile {
	c := &memFile{seen: slices.Clone(f.seen), durable: slices.Clone(f.durable), dirty: map[int]bool{}}
	for s := range f.dirty {
		c.dirty[s] = true
	}
	return c
}

// survivor is the file after a power failure.
func (f *memFile) survivor(r *rand.Rand) *memFile {
	c := &memFile{dirty: map[int]bool{}, seen: slices.Clone(f.durable)}
	if n := len(f.seen) - len(f.durable); n > 0 {
		c.seen = append(c.seen, make([]byte, r.IntN(n+1))...)
	} else if n < 0 && r.IntN(2) == 0 {
		c.seen = c.seen[:len(f.seen)]
	}
	for s := range f.dirty {
		if r.IntN(2) == 0 && s*sector < len(c.seen) && s*sector < len(f.seen) {
			copy(c.seen[s*sector:min(len(c.seen), (s+1)*sector)], f.seen[s*sector:])
		}
	}
	c.durable = slices.Clone(c.seen)
	return c
}
