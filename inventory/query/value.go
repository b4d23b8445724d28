package query

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Leaf is a filter with what it asks.
type Leaf struct {
	Filter *Filter
	Op     string   // "", "<", "<=", ">", ">=", "=" (the whole text), or ".." (a range)
	Low    float64  // the number, or the lower end of a range; of an age the count of units
	High   float64  // the upper end of a range
	Unit   byte     // of an age: m, h, d or w
	Terms  []string // folded; "" of numbers and ages
	ids    []int64  // what the terms stand for in filters with HasIDs, ascending
}

// IDs are the ids of which an item must have one, ascending; for filters with
// HasIDs.
func (l *Leaf) IDs() []int64 { return l.ids }

// maxNumber is beyond everything in the game, and exact in floating point.
const maxNumber = 1e15

// read makes a leaf of what stands behind the colon.
func (f *Filter) read(v rawValue) (*Leaf, *trouble) {
	switch f.Form {
	case FormNumber:
		return f.readNumber(v)
	case FormAge:
		return f.readAge(v)
	}
	leaf := &Leaf{Filter: f, Op: v.op}
	if err := f.checkForm(v); err != nil {
		return nil, err
	}
	for _, t := range v.terms {
		text, err := foldTerm(spaced(t.text), t.start, t.end)
		if err != nil {
			return nil, err
		}
		if f.place == PlaceType {
			text = storedType(text)
		}
		leaf.Terms = append(leaf.Terms, text)
		switch f.Form {
		case FormName, FormChoice:
			err = leaf.resolve(text, t)
		case FormCantrip:
			err = leaf.resolveCantrip(text, v, t)
		}
		if err != nil {
			return nil, err
		}
	}
	return leaf, nil
}

// checkForm compares operator and number of terms with the form of a filter of
// text.
func (f *Filter) checkForm(v rawValue) *trouble {
	var ok bool
	switch f.Form {
	case FormTerm, FormName:
		ok = v.op == "" || v.op == "=" && len(v.terms) == 1
	case FormChoice:
		ok = v.op == ""
	case FormCantrip:
		ok = (v.op == "" || v.op == ">=") && len(v.terms) == 1
	case FormCharacter:
		ok = v.op == "" && len(v.terms) == 1
	}
	if ok {
		return nil
	}
	return f.wrongForm(v)
}

func (f *Filter) wrongForm(v rawValue) *trouble {
	return &trouble{v.start, v.end, WrongForm, fmt.Sprintf("%s: takes %s", f.Name, formHelp[f.Form]), f.Example}
}

// formHelp says what a form takes, for errors and the help page.
var formHelp = map[Form]string{
	FormNumber:    "a number (8), a bound (>=8) or a range (6..8)",
	FormTerm:      "text (steel), the whole text (=steel) or one of several (steel+iron)",
	FormName:      "a part of a name (adept), the whole (=soldier), an id (14) or one of several (14+20)",
	FormChoice:    "one value of its list, or several with + between",
	FormCantrip:   "a tier (epic), a line (strength), both (epic.strength), and >= for at least that tier",
	FormAge:       "< or > and an age (<3h, >2w)",
	FormCharacter: "the name of one character",
}

// Takes says in a few words what may stand behind the colon.
func (f *Filter) Takes() string { return formHelp[f.Form] }

func (f *Filter) readNumber(v rawValue) (*Leaf, *trouble) {
	t := v.terms[0]
	if len(v.terms) > 1 || t.quoted {
		return nil, f.wrongForm(v)
	}
	low, high, isRange := strings.Cut(t.text, "..")
	if isRange && v.op != "" {
		return nil, f.wrongForm(v)
	}
	if strings.HasSuffix(t.text, "..") && isNumber(low) || t.text == "-" || isNumber(low) && high == "-" {
		return nil, &trouble{v.filter, v.end, Incomplete, "the number is missing", ""}
	}
	n, ok := parseNumber(low)
	if isRange && low == "" {
		return nil, &trouble{t.start, t.end, BadNumber, "the number before .. is missing", "<=" + high}
	}
	if !ok {
		return nil, &trouble{t.start, t.end, BadNumber, fmt.Sprintf("%s is no number", low), ""}
	}
	if !isRange {
		return &Leaf{Filter: f, Op: strings.TrimPrefix(v.op, "="), Low: n}, nil
	}
	m, ok := parseNumber(high)
	switch {
	case !ok:
		return nil, &trouble{t.start, t.end, BadNumber, fmt.Sprintf("%s is no number", high), ""}
	case m < n:
		return nil, &trouble{t.start, t.end, BadRange, "the first number is above the second", high + ".." + low}
	case m == n:
		return &Leaf{Filter: f, Low: n}, nil
	}
	return &Leaf{Filter: f, Op: "..", Low: n, High: m}, nil
}

func isNumber(text string) bool {
	_, ok := parseNumber(text)
	return ok
}

// parseNumber reads digits with an optional "-" before and "." within.
func parseNumber(text string) (float64, bool) {
	digits := strings.TrimPrefix(text, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	if !allDigits(whole) || point && !allDigits(fraction) {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(n) > maxNumber {
		return 0, false
	}
	if n == 0 {
		n = 0 // not -0
	}
	return n, true
}

func allDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// ageUnits is how long a unit of age is.
var ageUnits = map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}

// maxAge in units keeps ages within what a time.Duration holds.
const maxAge = 10000

func (f *Filter) readAge(v rawValue) (*Leaf, *trouble) {
	t := v.terms[0]
	if len(v.terms) > 1 || t.quoted || v.op != "<" && v.op != ">" {
		return nil, f.wrongForm(v)
	}
	text := Fold(t.text)
	if allDigits(strings.TrimSuffix(text, ".")) {
		return nil, &trouble{v.filter, v.end, Incomplete, "the unit is missing: m, h, d or w", text + "d"}
	}
	bad := &trouble{t.start, t.end, BadNumber, fmt.Sprintf("%s is no age, such as 3h, 2d or 1w", t.text), ""}
	if text == "" {
		return nil, bad
	}
	unit := text[len(text)-1]
	n, ok := parseNumber(text[:len(text)-1])
	if _, known := ageUnits[unit]; !known || !ok || n < 0 || n > maxAge {
		return nil, bad
	}
	return &Leaf{Filter: f, Op: v.op, Low: n, Unit: unit}, nil
}

// Age is the age of a FormAge.
func (l *Leaf) Age() time.Duration { return time.Duration(l.Low * float64(ageUnits[l.Unit])) }

// resolve finds what a folded term of a FormName or FormChoice stands for.
func (l *Leaf) resolve(text string, t rawTerm) *trouble {
	table := l.Filter.names()
	ids := table.find(text, l.Op == "=")
	if len(ids) == 0 {
		return &trouble{t.start, t.end, UnknownValue, fmt.Sprintf("%s: knows no %s", l.Filter.Name, text), table.suggest(text)}
	}
	l.addIDs(ids)
	return nil
}

// Range is what a number must lie in, both ends included.
func (l *Leaf) Range() (low, high float64) {
	switch l.Op {
	case "<":
		return math.Inf(-1), math.Nextafter(l.Low, math.Inf(-1))
	case "<=":
		return math.Inf(-1), l.Low
	case ">":
		return math.Nextafter(l.Low, math.Inf(1)), math.Inf(1)
	case ">=":
		return l.Low, math.Inf(1)
	case "..":
		return l.Low, l.High
	}
	return l.Low, l.Low
}

// value is what stands behind the colon in the canonical form.
func (l *Leaf) value() string {
	switch {
	case l.Op == "..":
		return shortest(l.Low) + ".." + shortest(l.High)
	case l.Filter.Form == FormAge:
		return l.Op + shortest(l.Low) + string(l.Unit)
	case l.Filter.Form == FormNumber:
		return l.Op + shortest(l.Low)
	}
	terms := make([]string, len(l.Terms))
	for i, t := range l.Terms {
		terms[i] = quoteValue(t)
	}
	return l.Op + strings.Join(terms, "+")
}

func shortest(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
