package api

import (
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"overlord/store/fault"
)

// maxNameText is how much of a name from outside is repeated in a message.
const maxNameText = 64

// explainJSON says in the caller's words what is wrong with a body.
func explainJSON(err error) error {
	var own *fault.Error
	var semantic *json.SemanticError
	var syntax *jsontext.SyntacticError
	switch {
	case errors.As(err, &semantic) && errors.As(semantic.Err, &own):
		return own.WithField(memberName(semantic.JSONPointer))
	case errors.As(err, &semantic):
		return explainMember(semantic)
	case errors.As(err, &syntax) && errors.Is(syntax.Err, jsontext.ErrDuplicateName):
		return invalidMember(syntax.JSONPointer, "is given twice")
	case errors.As(err, &syntax) && errors.Is(syntax.Err, io.ErrUnexpectedEOF):
		return fault.New(fault.Invalid, "the body ends in the middle of its JSON")
	case errors.As(err, &syntax):
		return fault.New(fault.Invalid, "the body is no valid JSON: %v at byte %d", syntax.Err, syntax.ByteOffset)
	}
	return fault.Wrap(err, fault.Invalid, "the body cannot be read")
}

// explainMember says what one member should have been.
func explainMember(e *json.SemanticError) error {
	switch {
	case errors.Is(e.Err, json.ErrUnknownName):
		return invalidMember(e.JSONPointer, "is not known here")
	case errors.Is(e.Err, strconv.ErrRange):
		return invalidMember(e.JSONPointer, "is out of range; it wants "+wanted(e.GoType))
	}
	return invalidMember(e.JSONPointer, "wants "+wanted(e.GoType)+", not "+kindName(e.JSONKind))
}

// invalidMember is a failure of the member at a place, or of the whole body.
func invalidMember(at jsontext.Pointer, what string) error {
	name := memberName(at)
	if name == "" {
		return fault.New(fault.Invalid, "the body %s", what)
	}
	return fault.New(fault.Invalid, "%q %s", name, what).WithField(name)
}

// memberName writes a place in a body as people do: items.3.name.
func memberName(at jsontext.Pointer) string {
	var parts []string
	for token := range at.Tokens() {
		parts = append(parts, shorten(strings.ToValidUTF8(token, "�"), maxNameText))
	}
	return strings.Join(parts, ".")
}

// wanted describes what a Go type takes.
func wanted(t reflect.Type) string {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == nil:
		return "another kind of value"
	case t == reflect.TypeFor[time.Time]():
		return "a time such as 2026-01-31T18:00:00Z"
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64:
		return "a whole number of at most " + strconv.Itoa(t.Bits()) + " bits"
	case t.Kind() >= reflect.Uint && t.Kind() <= reflect.Uint64:
		return "a whole number, not negative, of at most " + strconv.Itoa(t.Bits()) + " bits"
	}
	return wantedKind(t.Kind())
}

func wantedKind(k reflect.Kind) string {
	switch k {
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.String:
		return "a string"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Struct, reflect.Map:
		return "an object"
	}
	return "another kind of value"
}

// kindName names what came instead.
func kindName(k jsontext.Kind) string {
	switch k {
	case '"':
		return "this string"
	case '0':
		return "this number"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	case '{', '}':
		return "an object"
	case '[', ']':
		return "a list"
	}
	return "this"
}
