package solvetest

// Dice decide what a generated problem is like: *rand.Rand of math/rand/v2, or
// whatever a property test draws from.
type Dice interface {
	// IntN is a number from 0 to n-1.
	IntN(n int) int
}

// chance is true in so many of a thousand throws.
func chance(d Dice, perMille int) bool { return d.IntN(1000) < perMille }

// one picks a value.
func one[T any](d Dice, values ...T) T { return values[d.IntN(len(values))] }

// shuffled is a copy in random order.
func shuffled[T any](d Dice, values []T) []T {
	list := append([]T(nil), values...)
	for i := len(list) - 1; i > 0; i-- {
		j := d.IntN(i + 1)
		list[i], list[j] = list[j], list[i]
	}
	return list
}
