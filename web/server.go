package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"overlord/web/api"
)

// How long a stop takes at most: streams are told at once, what else is being
// answered gets finishTime, then its context ends and it gets endTime.
const (
	finishTime = 10 * time.Second
	endTime    = 5 * time.Second
)

// Server is the HTTP server around a handler.
type Server struct {
	handler  http.Handler
	logger   *slog.Logger
	header   time.Duration // headerTimeout
	finish   time.Duration // finishTime
	end      time.Duration // endTime
	listener net.Listener
	running  sync.WaitGroup // requests, also those whose connection was handed over
}

// NewServer makes a server that answers with handler. It starts nothing.
func NewServer(handler http.Handler, logger *slog.Logger) *Server {
	return &Server{handler: handler, logger: logger, header: headerTimeout, finish: finishTime, end: endTime}
}

// Listen takes the address that LISTEN_ADDR names, so that a failure is known
// before anything else is started. The error says what to do when somebody else
// has it.
func (s *Server) Listen(addr string) error { return s.ListenAs("LISTEN_ADDR", addr) }

// ListenAs is Listen for the address that another variable names.
func (s *Server) ListenAs(variable, addr string) error {
	l, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is %q, and another program listens there already (another overlord?); stop it or choose another address", variable, addr)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("%s is %q, and this user may not listen there; choose a port above 1023", variable, addr)
	case err != nil:
		return fmt.Errorf("%s is %q, where the server cannot listen: %w", variable, addr, err)
	}
	s.listener = l
	return nil
}

// Addr is where the server listens, after Listen.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Run serves until ctx ends and then stops in stages: no new connections, and
// streams (api.Stream) end; the rest is answered; what still runs has its context
// ended; what does not end then is left behind, which is the error.
func (s *Server) Run(ctx context.Context) error {
	base, endAll := context.WithCancel(context.WithoutCancel(ctx))
	defer endAll()
	stopping, beginStop := context.WithCancel(base)
	defer beginStop()
	server := &http.Server{
		Handler:           http.HandlerFunc(s.count),
		ReadHeaderTimeout: s.header,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.logger.Handler(), slog.LevelDebug),
		BaseContext:       func(net.Listener) context.Context { return api.WithStopping(base, stopping) },
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(s.listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	beginStop()
	return s.stop(server, endAll)
}

// count notes a request while it is answered.
func (s *Server) count(w http.ResponseWriter, r *http.Request) {
	s.running.Add(1)
	defer s.running.Done()
	s.handler.ServeHTTP(w, r)
}

// stop waits for what is being answered, and then for less.
func (s *Server) stop(server *http.Server, endAll context.CancelFunc) error {
	over := make(chan struct{})
	go func() {
		_ = server.Shutdown(context.Background()) // ends with Close at the latest
		s.running.Wait()
		close(over)
	}()
	if within(over, s.finish) {
		return nil
	}
	s.logger.Warn("requests are still being answered; ending them", "after", s.finish)
	endAll()
	if within(over, s.end) {
		return nil
	}
	_ = server.Close()
	return errors.New("stop: some requests did not end")
}

// within tells whether something is over in time.
func within(over <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-over:
		return true
	case <-timer.C:
		return false
	}
}
