package item

import (
	"reflect"
	"testing"
)

// setField gives a field of a side row some value that is known.
func setField(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem())) // known, and zero
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	default:
		t.Fatalf("%s cannot be unknown", v.Type())
	}
}

// A side row is stored where one thing of it is known, even if that is zero.
func TestEmptySeesEveryField(t *testing.T) {
	t.Parallel()
	type side interface{ Empty() bool }
	for _, make := range []func() side{
		func() side { return &Combat{} },
		func() side { return &Requirements{} },
		func() side { return &Enhancements{} },
		func() side { return &Ratings{} },
		func() side { return &Raw{} },
	} {
		if s := make(); !s.Empty() {
			t.Errorf("%T: nothing is known and it is not empty", s)
		}
		fields := reflect.TypeOf(make()).Elem()
		for i := range fields.NumField() {
			s := make()
			setField(t, reflect.ValueOf(s).Elem().Field(i))
			if s.Empty() {
				t.Errorf("%T with %s is empty", s, fields.Field(i).Name)
			}
		}
	}
}
