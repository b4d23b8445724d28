package event

import (
	"math"
	"strconv"
)

// float reads a decimal number that float64 holds.
func float(text []byte) (float64, bool) {
	if v, ok := shortFloat(text); ok {
		return v, true
	}
	v, err := strconv.ParseFloat(string(text), 64)
	return v, err == nil && !math.IsInf(v, 0)
}

// shortFloat reads what nearly all numbers are: a few digits and a dot. Up to
// 15 digits are exact in float64, and so is the power of ten, so that the
// quotient is rounded once: it is what ParseFloat gives.
func shortFloat(text []byte) (float64, bool) {
	const most = 15
	negative := len(text) > 0 && text[0] == '-'
	if negative {
		text = text[1:]
	}
	if len(text) == 0 || len(text) > most {
		return 0, false
	}
	var digits uint64
	scale, point := 1.0, false
	for _, c := range text {
		switch {
		case c-'0' <= 9:
			digits = digits*10 + uint64(c-'0')
			if point {
				scale *= 10
			}
		case c == '.' && !point:
			point = true
		default:
			return 0, false
		}
	}
	v := float64(digits) / scale
	if negative {
		v = -v
	}
	return v, true
}

// appendFloat appends a finite number in the fewest digits that float64 needs,
// without an exponent where that is short.
func appendFloat(dst []byte, v float64) []byte {
	format := byte('f')
	if abs := math.Abs(v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(dst, v, format, -1, 64)
}
