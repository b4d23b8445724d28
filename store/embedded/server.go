//go:build unix

package embedded

import (
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// Server is a running private PostgreSQL.
type Server struct {
	cfg    Config
	layout layout
	bins   Binaries
	as     account
	socket string // folder
	port   int
	lock   *os.File // held until the end; nil for an attached server
	log    *serverLog

	stop   chan struct{} // closed by Stop: no further start
	exited chan struct{} // closed when nothing runs and nothing will

	mu       sync.Mutex
	process  *os.Process // the postmaster; nil while there is none
	settled  bool
	restarts int
	err      error // the last end that was not asked for
	stopOnce sync.Once
}

// URL is the address of a database, over the socket, as the superuser.
func (s *Server) URL(database string) string {
	q := url.Values{"host": {s.socket}, "port": {strconv.Itoa(s.port)}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.User(Superuser), Path: "/" + database, RawQuery: q.Encode()}
	return u.String()
}

// lockFiles are PostgreSQL's own: of the data folder and of the socket.
func (s *Server) lockFiles() []string {
	return []string{
		filepath.Join(s.layout.data(), "postmaster.pid"),
		filepath.Join(s.socket, ".s.PGSQL."+strconv.Itoa(s.port)+".lock"),
	}
}

// Version is PostgreSQL's, such as 17.10.
func (s *Server) Version() string { return s.bins.Full }

// Binaries are the programs in use; zero for an attached server.
func (s *Server) Binaries() Binaries { return s.bins }

// Pid is the postmaster's process id; 0 while there is none, and for an attached
// server.
func (s *Server) Pid() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process == nil {
		return 0
	}
	return s.process.Pid
}

// Restarts counts how often PostgreSQL ended unasked and was started again.
func (s *Server) Restarts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.restarts
}

// Exited is closed when PostgreSQL has ended for good: after Stop, or, where
// the server is unsupervised, however it ended.
func (s *Server) Exited() <-chan struct{} { return s.exited }

// Err is the last end that nobody asked for; nil while there was none.
func (s *Server) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}
