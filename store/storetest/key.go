//go:build unix

package storetest

import (
	"reflect"
	"runtime"
	"strings"
)

// keyOf names a set of migrations. It is reusable when every one is a plain
// function: a literal or a bound method shares its code with others of its kind
// that carry other values.
func keyOf(migrate []Migrate) (key string, reusable bool) {
	var names []string
	for _, m := range migrate {
		f := runtime.FuncForPC(reflect.ValueOf(m).Pointer())
		if f == nil || !plain(f.Name()) {
			return "", false
		}
		names = append(names, f.Name())
	}
	return strings.Join(names, " "), true
}

// plain tells a function's name (path/pkg.Migrate) from a literal's
// (pkg.TestX.func1), a method value's (pkg.T.Migrate-fm) and an instance of a
// generic one (pkg.Migrate[...]).
func plain(name string) bool {
	base := name[strings.LastIndex(name, "/")+1:]
	return strings.Count(base, ".") == 1 && !strings.ContainsAny(base, "-[")
}
