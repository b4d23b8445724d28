package web

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"path/filepath"
	"strings"
)

// Greeting is what a person needs to begin with a server that has started.
type Greeting struct {
	Build     Build
	PublicURL string   // where people reach it; "": at Listening
	Listening net.Addr // where it listens
	DataDir   string
	ReadOnly  bool   // it shows what another server stores
	Admin     string // the first user, made at this start; "": there was one
	Password  string // theirs, to be shown once; "": where PasswordIn says
	// PasswordIn is the file or the setting that has the first user's password.
	PasswordIn string
}

// Print writes the greeting, a few lines, at once.
func (g Greeting) Print(out io.Writer) {
	_, _ = io.WriteString(out, g.text()) // nobody is there to be told that nobody is there
}

func (g Greeting) text() string {
	address := g.PublicURL
	if address == "" {
		address = localAddress(g.Listening.String())
	}
	out := &strings.Builder{}
	fmt.Fprintln(out, "Mosswart Overlord", g.Build.Version, "is running.")
	fmt.Fprintln(out, "  Page     ", address)
	switch {
	case g.Admin == "":
	case g.Password != "":
		fmt.Fprintf(out, "  Sign in   %s with the password %s (shown once)\n", g.Admin, g.Password)
	default:
		fmt.Fprintf(out, "  Sign in   %s with the password in %s\n", g.Admin, g.PasswordIn)
	}
	if g.ReadOnly {
		fmt.Fprintln(out, "  Read only: it shows what another server stores, and takes no plugins and no changes")
		return out.String()
	}
	dir, err := filepath.Abs(g.DataDir)
	if err != nil {
		dir = g.DataDir
	}
	fmt.Fprintln(out, "  Data     ", dir)
	fmt.Fprintf(out, "  Plugins   ws%s/ws/position with the header X-Plugin-Secret: <SHARED_SECRET of .env>\n", strings.TrimPrefix(address, "http"))
	fmt.Fprintln(out, "  Demo      bin/overlord simulate in a second terminal, or make demo in place of make run")
	return out.String()
}

// localAddress is where a server that listens on addr is reached from here.
func localAddress(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "http://" + addr
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}
