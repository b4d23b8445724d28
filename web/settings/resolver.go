package settings

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// maxSecretFile bounds the bytes of a secret's file: a larger one is a mistake.
const maxSecretFile = 64 << 10

// given is a value that did not come from the command line.
type given struct {
	text   string
	name   string // what to call it in an error: its variable
	origin string // for the listing
}

// resolve finds the value of a flag that the command line does not have: in its
// variable, or, for a secret, in the file that is named for it. nil is none.
func (m *model) resolve(ctx *kong.Context, _ *kong.Path, f *kong.Flag) (any, error) {
	if !m.isSetting(f.Value) {
		return nil, nil
	}
	name := variableName(f.Name)
	if text := m.getenv(name); text != "" {
		return given{text: text, name: name, origin: "environment"}, nil
	}
	file, ok := m.files[f.Name]
	if !ok {
		return nil, nil
	}
	return m.fromFile(ctx, f, file)
}

// fromFile reads a secret from the file that its file flag or variable names.
func (m *model) fromFile(ctx *kong.Context, secret, file *kong.Flag) (any, error) {
	name, path := "--"+file.Name, fmt.Sprint(ctx.FlagValue(file))
	if path == "" {
		name = variableName(file.Name)
		path = m.getenv(name)
	}
	if path == "" {
		return nil, nil
	}
	text, err := readSecret(path)
	if err != nil {
		return nil, &BadValue{Name: name, Value: path, Wrong: err.Error()}
	}
	return given{text: text, name: variableName(secret.Name), origin: "file " + path}, nil
}

// readSecret is a file's content without its last line end.
func readSecret(path string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", fmt.Errorf("it wants a file that can be read (%w)", pathless(err))
	case info.IsDir():
		return "", fmt.Errorf("it wants a file, and this is a folder")
	case info.Size() > maxSecretFile:
		return "", fmt.Errorf("it wants a file of one secret, and this one has %d bytes", info.Size())
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("it wants a file that can be read (%w)", pathless(err))
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(content), "\n"), "\r")
	if text == "" {
		return "", fmt.Errorf("it wants a file that holds the secret, and this one is empty")
	}
	return text, nil
}

// pathless is a file's error without its path, which the message already has.
func pathless(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// bothGiven is the failure of a secret that was given itself and as a file.
func (m *model) bothGiven() error {
	for name, file := range m.files {
		plain, asFile := m.saidBy(name), m.saidBy(file.Name)
		if plain != "" && asFile != "" {
			return fmt.Errorf("%s and %s are both set; set one of them", plain, asFile)
		}
	}
	return nil
}

// saidBy is the flag or variable that gives a setting, or "".
func (m *model) saidBy(flag string) string {
	switch {
	case m.origins[flag] == originFlag:
		return "--" + flag
	case m.getenv(variableName(flag)) != "":
		return variableName(flag)
	}
	return ""
}
