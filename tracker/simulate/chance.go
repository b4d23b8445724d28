package simulate

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"time"
)

// chance is a stream of random choices. Every character, group and conversation
// has its own, made of the seed and its name: what one of them draws changes
// nothing for the others.
type chance struct{ *rand.Rand }

func newChance(seed uint64, what string, n int) chance {
	h := fnv.New64a()
	h.Write([]byte(what))
	return chance{rand.New(rand.NewPCG(seed, h.Sum64()+uint64(n)*0x9e3779b97f4a7c15))}
}

// between is an even choice between low and high.
func (c chance) between(low, high float64) float64 { return low + c.Float64()*(high-low) }

// span is an even choice of a length of time.
func (c chance) span(low, high time.Duration) time.Duration {
	return low + time.Duration(c.Float64()*float64(high-low))
}

// waiting is the time until something that happens once in mean on average,
// whatever happened before; never longer than six times the mean.
func (c chance) waiting(mean time.Duration) time.Duration {
	return time.Duration(min(c.ExpFloat64(), 6) * float64(mean))
}

// oneIn tells true once in n times.
func (c chance) oneIn(n float64) bool { return c.Float64()*n < 1 }

// around is a point within radius of p; most are near it.
func (c chance) around(p point, radius float64) point {
	return p.offset(c.Float64()*2*math.Pi, c.Float64()*radius)
}

// dryAround is like around, in sight over land; p itself where there is none.
func (c chance) dryAround(p point, radius float64) point {
	for range 12 {
		if q := c.around(p, radius); dryLine(p, q) {
			return q
		}
	}
	return p
}

// pick is one of a list that is not empty.
func pick[T any](c chance, list []T) T { return list[c.IntN(len(list))] }
