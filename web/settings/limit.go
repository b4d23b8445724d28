package settings

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// limit adds to a decoder what the tags enum, min and max ask for.
func limit(d decoder, tag *kong.Tag) decoder {
	if tag.Enum != "" {
		return oneOf(d, strings.Split(tag.Enum, ","))
	}
	least, most := tag.Get("min"), tag.Get("max")
	if least == "" && most == "" {
		return d
	}
	return between(d, least, most)
}

// oneOf takes some words only.
func oneOf(d decoder, words []string) decoder {
	for i := range words {
		words[i] = strings.TrimSpace(words[i])
	}
	set := d.set
	d.wants = "one of " + strings.Join(words, ", ")
	d.set = func(text string, target reflect.Value) error {
		if !slices.Contains(words, text) {
			return fmt.Errorf("%q is none of these", text)
		}
		return set(text, target)
	}
	return d
}

// between takes values from least to most only; "" is no bound. The bounds are
// written in the form of the value itself.
func between(d decoder, least, most string) decoder {
	set := d.set
	switch {
	case most == "":
		d.wants += ", at least " + least
	case least == "":
		d.wants += ", at most " + most
	default:
		d.wants += " from " + least + " to " + most
	}
	d.set = func(text string, target reflect.Value) error {
		if err := set(text, target); err != nil {
			return err
		}
		for bound, sign := range map[string]int{least: -1, most: 1} {
			if bound == "" {
				continue
			}
			edge := reflect.New(target.Type()).Elem()
			if err := set(bound, edge); err != nil {
				return err
			}
			if compare(target, edge) == sign {
				return fmt.Errorf("%s is out of bounds", text)
			}
		}
		return nil
	}
	return d
}

// compare is the order of two numbers of the same type.
func compare(a, b reflect.Value) int {
	switch {
	case a.CanInt():
		return order(a.Int(), b.Int())
	case a.CanUint():
		return order(a.Uint(), b.Uint())
	case a.CanFloat():
		return order(a.Float(), b.Float())
	}
	return 0
}

func order[T int64 | uint64 | float64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
