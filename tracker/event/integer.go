package event

import (
	"bytes"
	"strconv"
)

// maxInt64Digits is how many digits an int64 has at most.
const maxInt64Digits = 19

// integer reads a decimal number that is whole and that int64 holds, exactly.
// A fraction of zero is dropped: 12.0 and 1.2e1 are 12.
func integer(text []byte) (int64, bool) {
	if v, ok := shortInteger(text); ok {
		return v, true
	}
	var room [2 * maxInt64Digits]byte
	digits, exponent, ok := significant(text, room[:0])
	switch {
	case !ok:
		return 0, false
	case len(digits) <= 1: // no more than a sign
		return 0, true
	case exponent < 0 || len(digits)+exponent > 1+maxInt64Digits:
		return 0, false
	}
	for range exponent {
		digits = append(digits, '0')
	}
	v, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		return 0, false
	}
	return v, true
}

// shortInteger reads what nearly all integers are: a few digits.
func shortInteger(text []byte) (int64, bool) {
	if len(text) == 0 || len(text) >= maxInt64Digits {
		return 0, false
	}
	var v int64
	for _, c := range text {
		if c-'0' > 9 {
			return 0, false
		}
		v = v*10 + int64(c-'0')
	}
	return v, true
}

// significant splits a decimal number into its sign and digits, without zeros
// at either end, appended to dst, and the power of ten to multiply them with.
// It fails for an exponent that no int64 has.
func significant(text, dst []byte) (digits []byte, exponent int, ok bool) {
	mantissa := text
	if e := bytes.IndexAny(text, "eE"); e >= 0 {
		mantissa = text[:e]
		exponent, ok = smallExponent(text[e+1:])
		if !ok && hasNonZeroDigit(mantissa) {
			return nil, 0, false
		}
	}
	dst = append(dst, '+')
	fraction := 0
	for i, c := range mantissa {
		switch {
		case c == '-':
			dst[0] = '-'
		case c == '.':
			fraction = len(mantissa) - i - 1
		case c == '0' && len(dst) == 1:
		case c-'0' <= 9:
			dst = append(dst, c)
		}
	}
	exponent -= fraction
	for len(dst) > 1 && dst[len(dst)-1] == '0' {
		dst = dst[:len(dst)-1]
		exponent++
	}
	return dst, exponent, true
}

// smallExponent reads an exponent of up to six digits: more are not needed to
// say an int64, whatever zeros its mantissa has.
func smallExponent(text []byte) (int, bool) {
	v, err := strconv.Atoi(string(text))
	return v, err == nil && v > -1_000_000 && v < 1_000_000
}
