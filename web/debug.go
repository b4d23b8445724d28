package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/pprof"
)

// Debug serves profiles of the running program, for DEBUG_ADDR: a server of its
// own, because what it shows is nobody else's business.
func Debug() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}

// RunDebug serves Debug on DEBUG_ADDR until ctx ends; where it is unset it only
// waits for that.
func RunDebug(ctx context.Context, s Settings, logger *slog.Logger) error {
	if s.DebugAddr == "" {
		<-ctx.Done()
		return nil
	}
	profiles := NewServer(Debug(), logger)
	if err := profiles.ListenAs("DEBUG_ADDR", s.DebugAddr); err != nil {
		return err
	}
	return profiles.Run(ctx)
}
