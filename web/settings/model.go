package settings

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"
)

// fileSuffix makes of a secret's flag the one that names its file.
const fileSuffix = "-file"

// model is what is known of the settings, beside what the parser knows.
type model struct {
	getenv   func(string) string
	settings []*kong.Flag          // in the order of their declaration
	files    map[string]*kong.Flag // of each secret's flag, the one that names its file
	origins  map[string]string     // where each setting that was given came from
}

func newModel(getenv func(string) string) *model {
	return &model{getenv: getenv, files: map[string]*kong.Flag{}, origins: map[string]string{}}
}

// variableName is the environment variable of a flag.
func variableName(flag string) string {
	return strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// isSecret tells whether a value is never shown.
func isSecret(v *kong.Value) bool { return v.Tag.Has("secret") }

// isSetting tells whether a flag has a variable: those of a command have none.
func (m *model) isSetting(v *kong.Value) bool {
	for _, s := range m.settings {
		if s.Value == v {
			return true
		}
	}
	return false
}

// attach completes the parser: it notes the settings, adds the file flags of the
// secrets, and gives every flag and argument a decoder that says what is wrong.
func (m *model) attach(k *kong.Kong) error {
	for _, f := range k.Model.Flags {
		if f != k.Model.HelpFlag {
			m.settings = append(m.settings, f)
		}
	}
	for _, f := range m.settings {
		if isSecret(f.Value) {
			m.files[f.Name] = fileFlag(f)
			k.Model.Flags = append(k.Model.Flags, m.files[f.Name])
		}
	}
	return kong.Visit(k.Model.Node, func(n kong.Visitable, next kong.Next) error {
		if v, ok := n.(*kong.Value); ok && v != k.Model.HelpFlag.Value {
			if err := m.decodeOurWay(v); err != nil {
				return err
			}
		}
		return next(nil)
	})
}

// decodeOurWay gives a value one of our decoders, if there is one for its type.
func (m *model) decodeOurWay(v *kong.Value) error {
	if len(v.Tag.Envs) > 0 {
		return fmt.Errorf("%s has an env tag; variables are named after their flags", v.Name)
	}
	if v.Flag == nil && v.IsCumulative() {
		return nil // the rest of the command line, which the parser splits itself
	}
	d, ok := decoderOf(v.Target.Type(), v.Tag)
	if ok {
		v.Mapper = mapper{decoder: d, origins: m.origins}
	}
	return nil
}

// fileFlag is the flag that names the file of a secret.
func fileFlag(secret *kong.Flag) *kong.Flag {
	target := reflect.New(reflect.TypeFor[string]()).Elem()
	f := &kong.Flag{Hidden: true, Value: &kong.Value{
		Name: secret.Name + fileSuffix, Help: "File that holds --" + secret.Name + ".",
		Tag: &kong.Tag{}, Target: target, DefaultValue: reflect.New(target.Type()).Elem(),
	}}
	f.Value.Flag = f
	return f
}

// helpText is a setting's help with the name of its variable.
func (m *model) helpText(v *kong.Value) string {
	if !m.isSetting(v) {
		return v.Help
	}
	return strings.TrimSpace(v.Help + " [" + variableName(v.Name) + "]")
}
