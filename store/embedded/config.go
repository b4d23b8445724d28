package embedded

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
)

// defaultConnections fits the modules' pools (28), a lock or two for each of
// them, and a person with psql.
const defaultConnections = 60

// defaultPort names the socket file; nothing listens on it unless asked to.
const defaultPort = 5432

// Config says where a private PostgreSQL lies and how it is run.
type Config struct {
	DataDir   string   // the server's DATA_DIR; PostgreSQL's files lie in its folder postgres
	BinDir    string   // PG_BIN_DIR: a folder with initdb and postgres; "": looked for
	Listen    string   // "": the Unix socket only; else a loopback address such as 127.0.0.1:5432
	Databases []string // made when they are missing; lower case letters, digits and _

	// Reader, where Listen is set, is a role that may log in over it: made when
	// it is missing, with a password kept in DataDir/<Reader>-password (0600).
	Reader string

	Connections int               // max_connections; 0: 60
	Settings    map[string]string // over those of the package, under those of local.conf
	NodeModules []string          // more node_modules folders to look for the npm package in

	// Unsupervised leaves a PostgreSQL that dies dead, and Exited closes: for
	// tests of outages. Otherwise it is started again.
	Unsupervised bool

	Logger *slog.Logger        // nil: silent
	Getenv func(string) string // nil: os.Getenv; asked for PATH only
}

// Validate fills the defaults and says what is wrong, naming the setting.
func (c *Config) Validate() error {
	if c.DataDir == "" {
		return errors.New("embedded: DataDir is empty")
	}
	dir, err := filepath.Abs(c.DataDir)
	if err != nil {
		return fmt.Errorf("DATA_DIR=%s: %w", c.DataDir, err)
	}
	c.DataDir = dir
	if c.Connections == 0 {
		c.Connections = defaultConnections
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if c.Getenv == nil {
		c.Getenv = os.Getenv
	}
	for _, name := range append(c.Databases, c.Reader) {
		if name != "" && !plainName.MatchString(name) {
			return fmt.Errorf("embedded: %q is no plain name of a database or role", name)
		}
	}
	_, _, err = c.address()
	return err
}

// plainName is what needs no quoting anywhere: in SQL, in a file name, in an URL.
var plainName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// address is the host and port to listen on; an empty host is the socket only.
func (c *Config) address() (host string, port int, err error) {
	if c.Listen == "" {
		return "", defaultPort, nil
	}
	host, text, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return "", 0, fmt.Errorf("EMBEDDED_PG_LISTEN=%s: want a loopback address with a port, such as 127.0.0.1:5432", c.Listen)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", 0, fmt.Errorf("EMBEDDED_PG_LISTEN=%s: %q is not a loopback address; the private database is never opened to the network", c.Listen, host)
	}
	port, err = strconv.Atoi(text)
	if err != nil || port < 1 || port > 65535 {
		return "", 0, fmt.Errorf("EMBEDDED_PG_LISTEN=%s: the port must be 1 to 65535", c.Listen)
	}
	return host, port, nil
}
