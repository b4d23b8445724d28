package settings

import (
	"encoding"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"overlord/web/api"
)

// Variable describes one setting.
type Variable struct {
	Name    string // LISTEN_ADDR
	Flag    string // --listen-addr
	Default string // as it is written; "" is unset
	Help    string
	Secret  bool   // also as NAME_FILE; never shown
	Value   string // what is in force, secrets masked; only from Result.Variables
	Origin  string // default, environment, flag or "file PATH"; only from Result.Variables
}

// List is every setting of a grammar, in the order of declaration, for a test that
// compares them with what is documented.
func List(grammar any) ([]Variable, error) {
	m := newModel(func(string) string { return "" })
	if _, err := kong.New(grammar, kong.PostBuild(m.attach)); err != nil {
		return nil, err
	}
	return m.variables(), nil
}

// Variables is every setting with the value that is in force.
func (r *Result) Variables() []Variable {
	list := r.model.variables()
	for i, f := range r.model.settings {
		list[i].Value = show(f.Value)
		list[i].Origin = "default"
		if origin, ok := r.model.origins[f.Name]; ok {
			list[i].Origin = origin
		}
	}
	return list
}

// Print writes every setting as NAME=value, secrets masked, and where it came
// from unless that is its default.
func (r *Result) Print(w io.Writer) error {
	for _, v := range r.Variables() {
		line := v.Name + "=" + v.Value
		if v.Origin != "default" {
			line += "  # " + v.Origin
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

func (m *model) variables() []Variable {
	var list []Variable
	for _, f := range m.settings {
		list = append(list, Variable{
			Name: variableName(f.Name), Flag: "--" + f.Name, Default: f.Default, Help: f.OrigHelp, Secret: isSecret(f.Value),
		})
	}
	return list
}

// show writes a value in the form in which it can be given.
func show(v *kong.Value) string {
	if isSecret(v) {
		if v.Target.IsZero() {
			return ""
		}
		return masked
	}
	if v.Target.Kind() == reflect.Slice {
		var parts []string
		for i := range v.Target.Len() {
			parts = append(parts, text(v.Target.Index(i), v.Tag.Type))
		}
		return strings.Join(parts, ",")
	}
	return text(v.Target, v.Tag.Type)
}

func text(v reflect.Value, kind string) string {
	switch x := v.Interface().(type) {
	case time.Duration:
		if kind == "retention" && x == 0 {
			return "keep"
		}
		return api.FormatDuration(x)
	case encoding.TextMarshaler:
		if b, err := x.MarshalText(); err == nil {
			return string(b)
		}
	}
	if kind == "bytes" {
		return formatBytes(v.Int())
	}
	return maskAddress(fmt.Sprint(v.Interface()))
}
