package index

import "math"

// column is a number of each row of a block.
type column interface {
	// within sets the bit of each row whose number is known and between low and high,
	// both included.
	within(low, high float64, bits []uint64)
	at(row int) (v float64, ok bool)
}

// ints holds small integers; the least value of the type is unknown.
type ints[T int8 | int16 | int32] struct {
	values  []T
	unknown T
}

func (c ints[T]) at(row int) (float64, bool) {
	v := c.values[row]
	return float64(v), v != c.unknown
}

func (c ints[T]) within(low, high float64, bits []uint64) {
	low, high = math.Max(math.Ceil(low), float64(c.unknown)+1), math.Min(math.Floor(high), -float64(c.unknown)-1)
	if !(low <= high) {
		return
	}
	l, span := int64(low), uint64(int64(high)-int64(low))
	for w := range bits {
		var word uint64
		for i, v := range c.values[w*64 : min(w*64+64, len(c.values))] {
			word |= bit(uint64(int64(v)-l) <= span) << i
		}
		bits[w] |= word
	}
}

// bit is 1 for true; it costs no branch, of which half would be foretold wrong.
func bit(is bool) uint64 {
	if is {
		return 1
	}
	return 0
}

// floats holds what is no small integer; NaN is unknown. Whether single precision
// is enough was seen when the column was made.
type floats[T float32 | float64] []T

func (c floats[T]) at(row int) (float64, bool) {
	v := float64(c[row])
	return v, v == v
}

func (c floats[T]) within(low, high float64, bits []uint64) {
	for w := range bits {
		var word uint64
		for i, v := range c[w*64 : min(w*64+64, len(c))] {
			word |= bit(float64(v) >= low) & bit(float64(v) <= high) << i
		}
		bits[w] |= word
	}
}

// exact holds ids, which are all known.
type exact[T uint32 | int64] []T

func (c exact[T]) at(row int) (float64, bool) { return float64(c[row]), true }

func (c exact[T]) within(low, high float64, bits []uint64) {
	for i, v := range c {
		if float64(v) >= low && float64(v) <= high {
			bits[i/64] |= 1 << (i % 64)
		}
	}
}

// constant is one number that all rows have.
type constant struct {
	value float64
	rows  int
}

func (c constant) at(int) (float64, bool) { return c.value, true }

func (c constant) within(low, high float64, bits []uint64) {
	if c.value >= low && c.value <= high {
		fill(bits, c.rows)
	}
}

// unknown is the column of which nothing is known.
type unknown struct{}

func (unknown) at(int) (float64, bool)          { return 0, false }
func (unknown) within(_, _ float64, _ []uint64) {}

// newColumn keeps numbers in as few bytes as hold them exactly; NaN is unknown.
func newColumn(values []float64) column {
	known, same := 0, true
	first := math.NaN()
	low, high, whole, single := math.Inf(1), math.Inf(-1), true, true
	for _, v := range values {
		if v != v {
			continue
		}
		if known == 0 {
			first = v
		}
		known++
		same = same && v == first
		low, high = min(low, v), max(high, v)
		whole = whole && v == math.Trunc(v)
		single = single && float64(float32(v)) == v
	}
	switch {
	case known == 0:
		return unknown{}
	case same && known == len(values):
		return constant{first, len(values)}
	case whole && low > math.MinInt8 && high <= math.MaxInt8:
		return newInts[int8](values, math.MinInt8)
	case whole && low > math.MinInt16 && high <= math.MaxInt16:
		return newInts[int16](values, math.MinInt16)
	case whole && low > math.MinInt32 && high <= math.MaxInt32:
		return newInts[int32](values, math.MinInt32)
	case single:
		return newFloats[float32](values)
	}
	return newFloats[float64](values)
}

func newInts[T int8 | int16 | int32](values []float64, unknown T) column {
	c := ints[T]{make([]T, len(values)), unknown}
	for i, v := range values {
		if c.values[i] = unknown; v == v {
			c.values[i] = T(v)
		}
	}
	return c
}

func newFloats[T float32 | float64](values []float64) column {
	c := make(floats[T], len(values))
	for i, v := range values {
		c[i] = T(v)
	}
	return c
}
