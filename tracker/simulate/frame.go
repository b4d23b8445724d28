package simulate

import (
	"math"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// frame builds one JSON object, member by member, in the order in which a
// plugin writes them.
type frame struct {
	b      []byte
	depth  int
	quoted bool // numbers of the outermost object are written as strings
}

// text adds a string member. Here and below an empty key adds an element to an
// array.
func (f *frame) text(key, v string) {
	f.key(key)
	f.b, _ = jsontext.AppendQuote(f.b, v)
}

// number adds a number, rounded to so many decimals.
func (f *frame) number(key string, v float64, decimals int) {
	f.key(key)
	f.quote()
	f.b = strconv.AppendFloat(f.b, rounded(v, decimals), 'f', -1, 64)
	f.quote()
}

// integer adds a whole number.
func (f *frame) integer(key string, v int64) {
	f.key(key)
	f.quote()
	f.b = strconv.AppendInt(f.b, v, 10)
	f.quote()
}

// truth adds a boolean.
func (f *frame) truth(key string, v bool) {
	f.key(key)
	f.b = strconv.AppendBool(f.b, v)
}

// raw adds a value that is written already.
func (f *frame) raw(key string, v []byte) {
	f.key(key)
	f.b = append(f.b, v...)
}

// object adds an object whose members fill adds.
func (f *frame) object(key string, fill func()) { f.nest(key, '{', '}', fill) }

// array adds an array whose elements fill adds.
func (f *frame) array(key string, fill func()) { f.nest(key, '[', ']', fill) }

func (f *frame) nest(key string, open, shut byte, fill func()) {
	if len(f.b) > 0 {
		f.key(key)
	}
	f.b = append(f.b, open)
	f.depth++
	fill()
	f.depth--
	f.b = append(f.b, shut)
}

func (f *frame) key(key string) {
	if last := f.b[len(f.b)-1]; last != '{' && last != '[' {
		f.b = append(f.b, ',')
	}
	if key != "" {
		f.b, _ = jsontext.AppendQuote(f.b, key)
		f.b = append(f.b, ':')
	}
}

func (f *frame) quote() {
	if f.quoted && f.depth == 1 {
		f.b = append(f.b, '"')
	}
}

// rounded is v with so many decimals.
func rounded(v float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(v*scale) / scale
}

// grouped writes a whole number with a mark between its thousands.
func grouped(v int64, mark string) string {
	digits := strconv.FormatInt(v, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + mark + digits[i:]
	}
	return digits
}

// decimal writes a positive number with two decimals, in the marks of a country.
func decimal(v float64, thousands, mark string) string {
	cents := int64(math.Round(v * 100))
	rest := strconv.FormatInt(100+cents%100, 10)[1:]
	return grouped(cents/100, thousands) + mark + rest
}
