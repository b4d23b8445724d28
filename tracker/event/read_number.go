package event

import (
	"fmt"
	"math"
	"strconv"
)

// maxLiteral is the length up to which a plain number is written as it came.
const maxLiteral = 24

// decimal is the text of a member that is a number, or a string that is one by
// the contract's rules; it is good until the next string is read.
func (r *reader) decimal(m *member) ([]byte, reading) {
	if cap(r.scratch) < len(m.raw) {
		r.scratch = make([]byte, 0, len(m.raw))
	}
	return decimal(m, r.scratch)
}

// needCoordinate reads a required ew or ns.
func (r *reader) needCoordinate(name string) float64 {
	m := r.need(name)
	if m == nil {
		return 0
	}
	v, is := r.readFloat(m, MaxCoordinate)
	if is != good {
		r.refuse(ReasonBadValue, fmt.Sprintf("%s must be a number from -%d to %d", name, MaxCoordinate, MaxCoordinate))
		return 0
	}
	r.writeFloat(name, m, v)
	return v
}

// coordinate reads an optional ew or ns.
func (r *reader) coordinate(name string) Opt[float64] { return r.floatWithin(name, MaxCoordinate) }

// float reads an optional number.
func (r *reader) float(name string) Opt[float64] { return r.floatWithin(name, math.MaxFloat64) }

// floatWithin reads an optional number from -limit to limit.
func (r *reader) floatWithin(name string, limit float64) Opt[float64] {
	m := r.find(name)
	if m == nil {
		return Opt[float64]{}
	}
	v, is := r.readFloat(m, limit)
	switch is {
	case bad:
		r.wrong()
		return Opt[float64]{}
	case unset:
		return Opt[float64]{}
	}
	r.writeFloat(name, m, v)
	return Some(v)
}

func (r *reader) readFloat(m *member, limit float64) (float64, reading) {
	text, is := r.decimal(m)
	if is != good {
		return 0, is
	}
	v, ok := float(text)
	if !ok || v < -limit || v > limit {
		return 0, bad
	}
	return v, good
}

// writeFloat writes a number as it came if it did come as a plain number.
func (r *reader) writeFloat(name string, m *member, v float64) {
	r.key(name)
	if m.raw[0] != '"' && len(m.raw) <= maxLiteral && m.traits&mustMend == 0 {
		r.out = append(r.out, m.raw...)
		return
	}
	r.out = appendFloat(r.out, v)
}

// needCount reads a required integer from 0 to limit.
func (r *reader) needCount(name string, limit int64) int64 {
	m := r.need(name)
	if m == nil {
		return 0
	}
	v, is := r.readInteger(m, 0, limit)
	if is != good {
		r.refuse(ReasonBadValue, fmt.Sprintf("%s must be an integer from 0 to %d", name, limit))
		return 0
	}
	r.writeInteger(name, v)
	return v
}

// int32 reads an optional integer for a column of type integer.
func (r *reader) int32(name string) Opt[int32] {
	v := r.integerWithin(name, math.MinInt32, math.MaxInt32)
	return Opt[int32]{V: int32(v.V), OK: v.OK}
}

// int64 reads an optional integer for a column of type bigint.
func (r *reader) int64(name string) Opt[int64] {
	return r.integerWithin(name, math.MinInt64, math.MaxInt64)
}

func (r *reader) integerWithin(name string, low, high int64) Opt[int64] {
	m := r.find(name)
	if m == nil {
		return Opt[int64]{}
	}
	v, is := r.readInteger(m, low, high)
	switch is {
	case bad:
		r.wrong()
		return Opt[int64]{}
	case unset:
		return Opt[int64]{}
	}
	r.writeInteger(name, v)
	return Some(v)
}

func (r *reader) readInteger(m *member, low, high int64) (int64, reading) {
	text, is := r.decimal(m)
	if is != good {
		return 0, is
	}
	v, ok := integer(text)
	if !ok || v < low || v > high {
		return 0, bad
	}
	return v, good
}

func (r *reader) writeInteger(name string, v int64) {
	r.key(name)
	r.out = strconv.AppendInt(r.out, v, 10)
}
