package settings

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// helpWidth bounds the lines of the help, in columns.
const helpWidth = 100

// ErrHelp says that help was asked for and has been printed: a good end.
var ErrHelp = errors.New("help was printed")

// Options of Parse. All of them must be set, but Description and Kong.
type Options struct {
	Name        string              // of the program, for its help
	Description string              // what it is, in a sentence
	Out         io.Writer           // where help goes
	Getenv      func(string) string // the environment; "" is unset
	Kong        []kong.Option       // what else the commands need
}

// Result is a parsed command line with all settings filled in.
type Result struct {
	ctx   *kong.Context
	model *model
}

// Parse fills grammar, a pointer to a struct of settings and commands, from args
// (without the program's name) and the environment. Its errors are one line.
func Parse(grammar any, args []string, o Options) (*Result, error) {
	m := newModel(o.Getenv)
	helped := false
	parser, err := kong.New(grammar, append([]kong.Option{
		kong.Name(o.Name), kong.Description(o.Description), kong.Writers(o.Out, o.Out),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: helpWidth}),
		kong.ValueFormatter(m.helpText),
		kong.PostBuild(m.attach),
		kong.Resolvers(kong.ResolverFunc(m.resolve)),
	}, o.Kong...)...)
	if err != nil {
		return nil, fmt.Errorf("the settings are declared wrongly: %w", err)
	}
	ctx, err := parser.Parse(args)
	if helped {
		return nil, ErrHelp
	}
	if err == nil {
		err = m.bothGiven()
	}
	if err != nil {
		return nil, oneLine(err)
	}
	return &Result{ctx, m}, nil
}

// Command is the chosen command, such as "user add <name>".
func (r *Result) Command() string { return r.ctx.Command() }

// Run calls the chosen command's Run method with what it asks for of binds.
func (r *Result) Run(binds ...any) error { return r.ctx.Run(binds...) }

// oneLine takes off what the parser has put around an error, and keeps what is
// left on one line.
func oneLine(err error) error {
	var bad *BadValue
	if errors.As(err, &bad) {
		return bad
	}
	var parse *kong.ParseError
	if errors.As(err, &parse) {
		err = parse.Unwrap()
	}
	if text := err.Error(); strings.ContainsAny(text, "\r\n") {
		return errors.New(strings.Join(strings.Fields(text), " "))
	}
	return err
}
