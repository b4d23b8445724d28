package web

import (
	"bufio"
	"fmt"
	"mime"
	"net"
	"net/http"

	"github.com/CAFxX/httpcompression"
)

const (
	compressFrom = 1 << 10 // bytes of an answer from which compressing pays
	gzipLevel    = 5       // past it, twice the time buys two percent
	brotliLevel  = 3       // as fast as that, and a little smaller
)

// compressible are the kinds of answers that get smaller. Events are not among
// them: they must leave as they come.
var compressible = []string{
	"application/json", "application/javascript", "application/manifest+json", "application/yaml", "image/svg+xml",
	"text/css", "text/csv", "text/html", "text/javascript", "text/plain", "text/xml",
}

// compress makes answers smaller for callers who can read them. It keeps its hands
// off sockets and event streams.
func compress() (func(http.Handler) http.Handler, error) {
	adapter, err := httpcompression.Adapter(
		httpcompression.MinSize(compressFrom),
		httpcompression.ContentTypes(compressible, false),
		httpcompression.GzipCompressionLevel(gzipLevel),
		httpcompression.BrotliCompressionLevel(brotliLevel),
	)
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Upgrade") != "" {
				next.ServeHTTP(w, r)
				return
			}
			adapter(http.HandlerFunc(func(compressed http.ResponseWriter, r *http.Request) {
				next.ServeHTTP(&chooser{plain: w, compressed: compressed}, r)
			})).ServeHTTP(w, r)
		})
	}, nil
}

// chooser decides, when an answer begins, whether it goes through the compressor:
// that one holds back what is flushed until there is enough of it, which a stream
// cannot wait for.
type chooser struct {
	plain, compressed http.ResponseWriter
	chosen            http.ResponseWriter // nil: not begun
}

// Header is of both writers: they share it.
func (c *chooser) Header() http.Header { return c.plain.Header() }

func (c *chooser) begin() http.ResponseWriter {
	if c.chosen == nil {
		c.chosen = c.compressed
		if kind, _, _ := mime.ParseMediaType(c.Header().Get("Content-Type")); kind == "text/event-stream" {
			c.chosen = c.plain
		}
	}
	return c.chosen
}

// WriteHeader begins the answer; an informational one goes out by itself.
func (c *chooser) WriteHeader(status int) {
	if status < http.StatusOK {
		c.plain.WriteHeader(status)
		return
	}
	c.begin().WriteHeader(status)
}

func (c *chooser) Write(p []byte) (int, error) { return c.begin().Write(p) }

// Flush sends what has been written so far.
func (c *chooser) Flush() { _ = http.NewResponseController(c.begin()).Flush() }

// Hijack hands the connection over.
func (c *chooser) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return http.NewResponseController(c.plain).Hijack()
}

// Unwrap is the writer that has the connection's deadlines.
func (c *chooser) Unwrap() http.ResponseWriter { return c.plain }
