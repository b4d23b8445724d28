package settings

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"golang.org/x/term"
)

// Logging says what is logged and how.
type Logging struct {
	LogLevel  string `help:"What is logged." default:"info" enum:"debug,info,warn,error"`
	LogFormat string `help:"How it is logged; auto: text on a terminal, json elsewhere." default:"auto" enum:"auto,text,json"`
}

// Logger logs for a person on a terminal and for a machine elsewhere.
func (l Logging) Logger(out io.Writer) *slog.Logger {
	level := slog.LevelInfo
	if err := level.UnmarshalText([]byte(l.LogLevel)); err != nil {
		level = slog.LevelInfo // the enum lets no other word pass
	}
	options := &slog.HandlerOptions{Level: level}
	if l.LogFormat == "text" || l.LogFormat == "auto" && IsTerminal(out) {
		return slog.New(slog.NewTextHandler(out, options))
	}
	return slog.New(slog.NewJSONHandler(out, options))
}

// AskTerminal asks the person at the terminal for a text, such as a password,
// without showing it.
func AskTerminal(prompt string) (string, error) {
	fmt.Fprint(os.Stderr, prompt)
	answer, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(os.Stderr)
	return string(answer), err
}

// IsTerminal tells whether a person reads what is written there.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
