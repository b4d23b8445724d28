package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"overlord/store/fault"
)

const (
	masked     = "***"
	maxLogText = 500 // bytes of a path or query that are worth keeping
)

// logRequest writes one request's line, unless its caller went away.
func logRequest(logger *slog.Logger, a *answer, r *http.Request, rec *record, took time.Duration) {
	if rec.cause != nil && r.Context().Err() != nil {
		return
	}
	status := a.finalStatus()
	attrs := []slog.Attr{
		slog.String("method", r.Method),
		slog.String("path", maskedPath(r)),
		slog.Int("status", status),
		slog.Int64("bytes", a.bytes),
		slog.Float64("took_ms", float64(took.Microseconds())/1000),
		slog.String("client", ClientIP(r).String()),
		slog.String("request_id", rec.id),
	}
	if q := maskedQuery(r.URL.RawQuery); q != "" {
		attrs = append(attrs, slog.String("query", q))
	}
	if rec.cause != nil {
		attrs = append(attrs, slog.Any("error", rec.cause))
	}
	logger.LogAttrs(context.WithoutCancel(r.Context()), level(r, status, rec), "request", attrs...)
}

// level of a request's line: quiet for what happens all the time.
func level(r *http.Request, status int, rec *record) slog.Level {
	read := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case rec.code == fault.Internal || status == http.StatusInternalServerError:
		return slog.LevelError
	case status >= http.StatusInternalServerError:
		return slog.LevelWarn
	case read && rec.cause == nil && status < http.StatusBadRequest:
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// secretName tells whether a query or route parameter may carry a secret.
func secretName(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"secret", "token", "password", "passwd", "api_key", "apikey", "signature", "totp", "session"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return name == "code" || name == "key"
}

// maskedQuery is a raw query without the values that may be secrets. A name
// that cannot be read counts as one that may.
func maskedQuery(raw string) string {
	if raw == "" {
		return ""
	}
	pairs := strings.FieldsFunc(raw, func(c rune) bool { return c == '&' || c == ';' })
	for i, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(name)
		if err != nil || secretName(plain) {
			pairs[i] = name + "=" + masked
		}
	}
	return shorten(strings.Join(pairs, "&"), maxLogText)
}

// maskedPath is the path without the route parameters that are secrets, such as
// the token of an invitation.
func maskedPath(r *http.Request) string {
	path := r.URL.EscapedPath()
	if rctx := chi.RouteContext(r.Context()); rctx != nil {
		for i, name := range rctx.URLParams.Keys {
			if secretName(name) && rctx.URLParams.Values[i] != "" {
				path = strings.ReplaceAll(path, rctx.URLParams.Values[i], masked)
			}
		}
	}
	return shorten(path, maxLogText)
}

// shorten cuts a text to at most n bytes, at the end of a rune.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
