package settings

import (
	"encoding"
	"fmt"
	"net/netip"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"
)

// originFlag is the origin of what stood on the command line.
const originFlag = "flag"

// decoder turns a text into a value of one type.
type decoder struct {
	wants string // what would be right, for the error: "a whole number"
	set   func(text string, target reflect.Value) error
	bare  string // the text that the flag alone stands for; "": it needs a value
	list  bool   // each part of a comma-separated text is decoded and appended
}

// mapper is a decoder as the parser calls it.
type mapper struct {
	decoder
	origins map[string]string // notes where the value came from
}

// Decode takes the next word of the command line, or what resolve has found.
func (m mapper) Decode(ctx *kong.DecodeContext, target reflect.Value) error {
	token := kong.Token{Value: m.bare}
	if m.bare == "" || ctx.Scan.Peek().Type == kong.FlagValueToken {
		var err error
		if token, err = ctx.Scan.PopValue("value"); err != nil {
			return fmt.Errorf("a value is missing; it wants %s", m.wants)
		}
	}
	name, text := ctx.Value.ShortSummary(), fmt.Sprint(token.Value)
	if g, ok := token.Value.(given); ok {
		name, text = g.name, g.text
		m.origins[ctx.Value.Name] = g.origin
	} else if !isDefault(ctx.Value, target) {
		m.origins[ctx.Value.Name] = originFlag
	}
	if err := m.decode(text, target); err != nil {
		return &BadValue{Name: name, Value: text, Secret: isSecret(ctx.Value), Wrong: m.wrong(err)}
	}
	return nil
}

// isDefault tells whether it is its default that a value is being set to: the
// parser decodes defaults in place, and what was given beside it.
func isDefault(v *kong.Value, target reflect.Value) bool {
	return target.CanAddr() && v.Target.CanAddr() && target.Addr().Pointer() == v.Target.Addr().Pointer()
}

// decode sets a target, part by part if it is a list.
func (d decoder) decode(text string, target reflect.Value) error {
	if !d.list {
		return d.set(text, target)
	}
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		item := reflect.New(target.Type().Elem()).Elem()
		if err := d.set(part, item); err != nil {
			return err
		}
		target.Set(reflect.Append(target, item))
	}
	return nil
}

// wrong says what would be right: in general, or in the words of the value's type.
func (d decoder) wrong(err error) string {
	if d.wants == "" {
		return err.Error()
	}
	return "it wants " + d.wants
}

// decoderOf finds the decoder for a type and its tags.
func decoderOf(t reflect.Type, tag *kong.Tag) (decoder, bool) {
	if t.Kind() == reflect.Slice && !reflect.PointerTo(t).Implements(textType) {
		d, ok := decoderOf(t.Elem(), tag)
		if d.list = true; d.wants != "" {
			d.wants = "a list, separated by commas, of " + d.wants
		}
		return d, ok
	}
	d, ok := plainDecoder(t, tag)
	if !ok {
		return d, false
	}
	return limit(d, tag), true
}

// knownTexts says what types of the standard library want, whose own errors say
// only what is wrong.
var knownTexts = map[reflect.Type]string{
	reflect.TypeFor[netip.Prefix](): "a network such as 10.0.0.0/8",
	reflect.TypeFor[netip.Addr]():   "an IP address",
}

var textType = reflect.TypeFor[encoding.TextUnmarshaler]()

// plainDecoder is decoderOf for a single value without limits.
func plainDecoder(t reflect.Type, tag *kong.Tag) (decoder, bool) {
	if reflect.PointerTo(t).Implements(textType) {
		return decoder{wants: knownTexts[t], set: func(text string, target reflect.Value) error {
			return target.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text))
		}}, true
	}
	switch tag.Type {
	case "addr":
		return addrDecoder, t.Kind() == reflect.String
	case "url":
		return urlDecoder, t.Kind() == reflect.String
	case "bytes":
		return bytesDecoder, reflect.Int <= t.Kind() && t.Kind() <= reflect.Int64
	case "retention":
		return retentionDecoder, t == durationType
	case "":
		return kindDecoder(t)
	}
	return decoder{}, false // a type of the parser's own, such as existingfile
}
