package event

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// numberCase is a line of number-cases.json.
type numberCase struct {
	In      json.RawMessage
	Out     *float64
	Integer bool
}

func numberCases(tb testing.TB) []numberCase {
	tb.Helper()
	var found []numberCase
	if err := json.Unmarshal(MustRead(tb, "number-cases.json"), &found); err != nil || len(found) < 30 {
		tb.Fatalf("%d cases, %v", len(found), err)
	}
	return found
}

func TestNumberCases(t *testing.T) {
	t.Parallel()
	for _, c := range numberCases(t) {
		name := strings.Trim(string(c.In), `"`)
		t.Run(name, func(t *testing.T) {
			members := `"session_id":"s","ew":1,"ns":1,"kills":0,"kills_per_hour":` + string(c.In) + `,"total_deaths":` + string(c.In)
			e, _ := MustDecode(t, frameOf("telemetry", members))
			b := e.Body.(*Telemetry)
			whole := c.Out
			if c.Out != nil && *c.Out != math.Trunc(*c.Out) {
				whole = nil
			}
			if !c.Integer {
				compareOpt(t, "a number", b.KillsPerHour, c.Out)
			}
			compareOpt(t, "an integer", Opt[float64]{float64(b.TotalDeaths.V), b.TotalDeaths.OK}, whole)
			checkEvent(t, e)
		})
	}
}

func compareOpt(t *testing.T, what string, got Opt[float64], want *float64) {
	t.Helper()
	switch {
	case want == nil && got.OK:
		t.Errorf("%s is %v, want null", what, got.V)
	case want != nil && got != Some(*want):
		t.Errorf("%s is %+v, want %v", what, got, *want)
	}
}

func TestCoerce(t *testing.T) {
	t.Parallel()
	cases := []struct{ in, want string }{
		{"1,312.44", "1312.44"},
		{"1.312,44", "1312.44"},
		{"1,234,567.5", "1234567.5"},
		{"1.234.567,5", "1234567.5"},
		{"1'234'567.5", "1234567.5"},
		{"1\u202f234,5", "1234.5"},
		{"- 1 234", "-1234"},
		{"+5", "+5"},
		{"-1,234", "-1234"},
		{"-0,123", "-0.123"},
		{"999,999", "999999"},
		{"1234,567", "1234.567"}, // the first group has four digits: a decimal mark
		{"1,2345", "1.2345"},     // the second has four
		{",5", ".5"},
		{"5,", "5."},
		{"1,5e3", "1.5e3"},
		{"0.5", "0.5"},
		{"1e5", "1e5"},
		{"1,2,3.4", "123.4"},

		{"", "null"},
		{"   ", "null"},
		{"N/A", "null"},
		{"NaN", "null"},
		{"∞", "null"},
		{"-∞", "null"},
		{"Infinity", "null"},
		{"-Infinity", "null"},

		{"many", "bad"},
		{"12 apples", "bad"},
		{"1,2,3", "bad"},
		{"0,123,456", "bad"},
		{"1,234,56", "bad"},
		{",", "bad"},
		{".", "bad"},
		{"-", "bad"},
		{"--5", "bad"},
		{"1.2,3,4.5", "bad"},
		{"0x10", "bad"},
		{"1_000", "bad"},
		{"1e", "bad"},
		{"e5", "bad"},
		{"inf", "bad"},
		{"nan", "bad"},
		{"1\t234", "bad"},
		{"\u0663", "bad"}, // a digit, but none of ours
		{"\xc2", "bad"},
	}
	for _, c := range cases {
		got, is := coerce([]byte(c.in), nil)
		text := map[reading]string{unset: "null", bad: "bad", good: string(got)}[is]
		if text != c.want {
			t.Errorf("%q gives %s, want %s", c.in, text, c.want)
		}
	}
}

// A number written as any culture writes it is that number.
func TestCoerceReadsCultures(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Int64Range(-1_000_000_000_000, 1_000_000_000_000).Draw(t, "whole")
		cents := rapid.IntRange(0, 99).Draw(t, "cents")
		culture := rapid.SampledFrom([][2]string{
			{",", "."}, {".", ","}, {" ", ","}, {"\u00a0", ","}, {"\u202f", "."}, {"'", "."}, {"", "."},
		}).Draw(t, "culture")
		digits := strconv.FormatInt(whole, 10)
		text := grouped(digits, culture[0]) + culture[1] + strconv.Itoa(100 + cents)[1:]
		got, is := coerce([]byte(text), nil)
		want := digits + "." + strconv.Itoa(100 + cents)[1:]
		if is != good || string(got) != want {
			t.Fatalf("%q gives %s (%v), want %s", text, got, is, want)
		}
	})
}

// grouped puts a mark between thousands.
func grouped(digits, mark string) string {
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + mark + digits[i:]
	}
	return sign + digits
}

func TestInteger(t *testing.T) {
	t.Parallel()
	cases := []struct {
		in   string
		want int64
		ok   bool
	}{
		{"0", 0, true},
		{"-0", 0, true},
		{"007", 7, true},
		{"12.0", 12, true},
		{"12.000000000000000000000000", 12, true},
		{"1.2e1", 12, true},
		{"120e-1", 12, true},
		{"+12", 12, true},
		{"5.", 5, true},
		{".0", 0, true},
		{"0e999999999999", 0, true},
		{"9223372036854775807", math.MaxInt64, true},
		{"-9223372036854775808", math.MinInt64, true},
		{"9007199254740993", 1<<53 + 1, true},
		{"9.007199254740993e15", 1<<53 + 1, true},
		{"1" + strings.Repeat("0", 300) + "e-300", 1, true},

		{"12.5", 0, false},
		{"0.99999999999999999999999999", 0, false},
		{"1e-1", 0, false},
		{"9223372036854775808", 0, false},
		{"-9223372036854775809", 0, false},
		{"1e19", 0, false},
		{"1e999999999999", 0, false},
		{"99999999999999999999", 0, false},
	}
	for _, c := range cases {
		if got, ok := integer([]byte(c.in)); got != c.want || ok != c.ok {
			t.Errorf("%s gives %d, %v", c.in, got, ok)
		}
	}
}

// decimals generates decimal numbers of all shapes.
var decimals = rapid.StringMatching(`[-+]?[0-9]{1,22}(\.[0-9]{0,22})?([eE][-+]?[0-9]{1,3})?`)

// The integers are those of exact arithmetic.
func TestIntegerIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := decimals.Draw(t, "number")
		exact, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("%q is no number", text)
		}
		want := exact.IsInt() && exact.Num().IsInt64()
		got, ok := integer([]byte(text))
		if ok != want || ok && got != exact.Num().Int64() {
			t.Fatalf("%s gives %d, %v; it is %v", text, got, ok, exact)
		}
	})
}

// The short way to read a float gives the very float of the long one.
func TestFloatIsTheNearest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(decimals, rapid.StringMatching(`-?[0-9]{1,9}(\.[0-9]{1,9})?`)).Draw(t, "number")
		want, err := strconv.ParseFloat(text, 64)
		got, ok := float([]byte(text))
		if ok != (err == nil) || ok && math.Float64bits(got) != math.Float64bits(want) {
			t.Fatalf("%s gives %v, %v; want %v, %v", text, got, ok, want, err)
		}
	})
}

// A float that is written is read again as the same, and is short.
func TestAppendFloat(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(t, "v")
		text := appendFloat(nil, v)
		got, ok := float(text)
		if !ok || math.Float64bits(got) != math.Float64bits(v) || len(text) > 26 || !json.Valid(text) {
			t.Fatalf("%v is written %s", v, text)
		}
	})
}
