package event

import "encoding/json"

// Opt is a value that an event may lack. The zero Opt is not set.
type Opt[T any] struct {
	V  T    // the value; T's zero where OK is false
	OK bool // whether there is one
}

// Some is an Opt that is set.
func Some[T any](v T) Opt[T] { return Opt[T]{V: v, OK: true} }

// Or is the value, or otherwise where it is not set.
func (o Opt[T]) Or(otherwise T) T {
	if o.OK {
		return o.V
	}
	return otherwise
}

// Ptr points to a copy of the value; nil where it is not set. It is what a
// nullable column takes.
func (o Opt[T]) Ptr() *T {
	if !o.OK {
		return nil
	}
	return &o.V
}

// Any is the value, or nil where it is not set.
func (o Opt[T]) Any() any {
	if !o.OK {
		return nil
	}
	return o.V
}

// IsZero tells encoders with omitzero that there is nothing to write.
func (o Opt[T]) IsZero() bool { return !o.OK }

// MarshalJSON writes the value, or null where it is not set.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if !o.OK {
		return []byte("null"), nil
	}
	return json.Marshal(o.V)
}

// UnmarshalJSON reads a value; null means not set.
func (o *Opt[T]) UnmarshalJSON(text []byte) error {
	*o = Opt[T]{}
	if string(text) == "null" {
		return nil
	}
	err := json.Unmarshal(text, &o.V)
	o.OK = err == nil
	return err
}
