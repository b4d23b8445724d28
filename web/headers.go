package web

import "net/http"

// contentPolicy lets a page use only what this server itself serves: no script or
// style in the page's text, no plug-ins, no frame around it. Images may also be
// drawn by the page (blob:) or stand in its styles (data:).
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// strictTransport keeps a browser on TLS for a year once it came by TLS.
const strictTransport = "max-age=31536000"

// secureHeaders sets what tells browsers to be careful. overTLS tells whether a
// request's browser came by TLS, which a proxy may have ended. A handler that
// knows better sets its own.
func secureHeaders(overTLS func(*http.Request) bool) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("Content-Security-Policy", contentPolicy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("X-Frame-Options", "DENY")
			h.Set("Referrer-Policy", "same-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
			if overTLS(r) {
				h.Set("Strict-Transport-Security", strictTransport)
			}
			next.ServeHTTP(w, r)
		})
	}
}
