package web

import (
	"net/http"
	"path"
	"strconv"
	"strings"

	"overlord/web/api"
)

// siteFile is one file, with what its answer needs.
type siteFile struct {
	content []byte
	kind    string // its media type
	etag    string
	caching string // its Cache-Control
}

func newSiteFile(name string, content []byte) *siteFile {
	f := &siteFile{content: content, kind: mediaType(name), etag: api.ETag(content), caching: "no-cache"}
	if strings.HasPrefix(name, "assets/") {
		f.caching = "public, max-age=31536000, immutable" // the name carries a hash of the content
	}
	return f
}

// ServeHTTP answers with the file, or 304 to whoever has it.
func (f *siteFile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", f.caching)
	if api.NotModified(w, r, f.etag) {
		return
	}
	h.Set("Content-Type", f.kind)
	h.Set("Content-Length", strconv.Itoa(len(f.content)))
	_, _ = w.Write(f.content) // the only failure is that the caller is gone
}

// mediaTypes of what a built page consists of; the system's own table differs from
// machine to machine.
var mediaTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".map":         "application/json",
	".mjs":         "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff2":       "font/woff2",
}

func mediaType(name string) string {
	if kind, ok := mediaTypes[path.Ext(name)]; ok {
		return kind
	}
	return "application/octet-stream"
}
