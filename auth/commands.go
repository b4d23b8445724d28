package auth

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// Commands are the subcommands of `overlord user`. Each has a method
// Run(*Console) error.
type Commands struct {
	Add    AddCommand    `cmd:"" help:"Add a user."`
	Passwd PasswdCommand `cmd:"" help:"Set a user's password; the user is signed out everywhere."`
	List   ListCommand   `cmd:"" help:"List the users."`
	Delete DeleteCommand `cmd:"" help:"Delete a user; the user is signed out everywhere."`
}

// Console is what the subcommands work with.
type Console struct {
	Context context.Context
	Module  *Module
	In      io.Reader // where a password is read from, a line, if Ask is nil
	Out     io.Writer

	// Ask asks for a password on a terminal, without showing it; nil where there is
	// none.
	Ask func(prompt string) (string, error)
}

// AddCommand adds a user.
type AddCommand struct {
	Name        string   `arg:"" help:"The user's name."`
	Admin       bool     `help:"May do everything, users included."`
	Permissions []string `help:"What else the user may do: view, command, edit." default:"view,command,edit" placeholder:"LIST"`
}

// Run adds the user.
func (c AddCommand) Run(console *Console) error {
	password, made, err := console.password(c.Name)
	if err != nil {
		return err
	}
	if err := console.Module.AddAccount(console.Context, c.Name, password, c.Admin, c.Permissions); err != nil {
		return err
	}
	return console.done(password, made, "added the user %q", c.Name)
}

// PasswdCommand sets a password.
type PasswdCommand struct {
	Name        string `arg:"" help:"The user's name."`
	WithoutCode bool   `help:"Also take the second factor away, of a user who has lost it."`
}

// Run sets the password.
func (c PasswdCommand) Run(console *Console) error {
	password, made, err := console.password(c.Name)
	if err != nil {
		return err
	}
	if err := console.Module.SetPassword(console.Context, c.Name, password); err != nil {
		return err
	}
	if c.WithoutCode {
		if err := console.Module.ResetSecondFactor(console.Context, c.Name); err != nil {
			return err
		}
	}
	return console.done(password, made, "set the password of %q", c.Name)
}

// ListCommand lists users.
type ListCommand struct{}

// Run lists the users.
func (ListCommand) Run(console *Console) error {
	accounts, err := console.Module.Accounts(console.Context)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(console.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tMAY\tSINCE")
	for _, a := range accounts {
		fmt.Fprintf(table, "%s\t%s\t%s\n", a.Username, strings.Join(a.Permissions, " "), a.CreatedAt.UTC().Format(time.DateOnly))
	}
	return table.Flush()
}

// DeleteCommand deletes a user.
type DeleteCommand struct {
	Name string `arg:"" help:"The user's name."`
}

// Run deletes the user.
func (c DeleteCommand) Run(console *Console) error {
	if err := console.Module.DeleteAccount(console.Context, c.Name); err != nil {
		return err
	}
	return console.done("", false, "deleted the user %q", c.Name)
}

// password asks twice on a terminal, where an empty answer has one made; elsewhere
// it is the first line of the input.
func (c *Console) password(name string) (password string, made bool, err error) {
	if c.Ask == nil {
		line, err := bufio.NewReader(io.LimitReader(c.In, 1<<10)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", false, fmt.Errorf("read the password: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), false, nil
	}
	password, err = c.Ask(fmt.Sprintf("Password for %s (empty: one is made): ", name))
	if err != nil {
		return "", false, err
	}
	if password == "" {
		return makePassword(), true, nil
	}
	again, err := c.Ask("Once more: ")
	if err != nil {
		return "", false, err
	}
	if again != password {
		return "", false, errors.New("the two passwords differ; nothing was changed")
	}
	return password, false, nil
}

// done tells what was done, and a made password, once.
func (c *Console) done(password string, made bool, format string, args ...any) error {
	if _, err := fmt.Fprintf(c.Out, format+"\n", args...); err != nil {
		return err
	}
	if !made {
		return nil
	}
	_, err := fmt.Fprintf(c.Out, "the password, shown only now: %s\n", password)
	return err
}
