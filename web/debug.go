package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"os"
	"slices"
	"strings"
)

// Debug serves profiles of the running program, for DEBUG_ADDR: a server of its
// own, because what it shows is nobody else's business.
func Debug() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", commandLine)
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

// commandLine tells the program and its flags, without their values: some are
// secrets.
func commandLine(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	for _, word := range flagNames(os.Args) {
		fmt.Fprintln(w, word)
	}
}

// flagNames are the words of a command line that cannot be a value: the program and
// what begins with a dash, up to its equals sign.
func flagNames(args []string) []string {
	names := slices.Clone(args[:min(1, len(args))])
	for _, word := range args[len(names):] {
		if name, _, _ := strings.Cut(word, "="); strings.HasPrefix(name, "-") {
			names = append(names, name)
		}
	}
	return names
}
