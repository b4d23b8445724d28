package web

import (
	"bytes"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/CAFxX/httpcompression/contrib/andybalholm/brotli"

	"overlord/web/api"
)

// siteLevel of brotli: a file is compressed once and sent often.
const siteLevel = 9

// siteFile is one file, with what its answer needs.
type siteFile struct {
	content []byte
	kind    string // its media type
	etag    string
	caching string        // its Cache-Control
	packed  func() []byte // content in brotli, made when first asked for; nil where it does not pay
}

func newSiteFile(name string, content []byte) *siteFile {
	f := &siteFile{content: content, kind: mediaType(name), etag: api.ETag(content), caching: "no-cache"}
	f.packed = sync.OnceValue(func() []byte { return pack(f.kind, content) })
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
	content := f.content
	if acceptsBrotli(r) {
		if packed := f.packed(); packed != nil {
			content = packed
			h.Set("Content-Encoding", brotli.Encoding)
		}
	}
	h.Set("Content-Type", f.kind)
	h.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content) // the only failure is that the caller is gone
}

// pack compresses a file, or returns nil where that does not make it smaller.
// Callers without brotli get what the front door compresses for them.
func pack(kind string, content []byte) []byte {
	bare, _, _ := strings.Cut(kind, ";")
	if len(content) < compressFrom || !slices.Contains(compressible, bare) {
		return nil
	}
	packer, err := brotli.New(brotli.Options{Quality: siteLevel})
	if err != nil {
		return nil
	}
	var packed bytes.Buffer
	out := packer.Get(&packed)
	_, writeErr := out.Write(content)
	if out.Close() != nil || writeErr != nil || packed.Len() >= len(content) {
		return nil
	}
	return packed.Bytes()
}

// acceptsBrotli tells whether the caller can read it, by the Accept-Encoding header.
func acceptsBrotli(r *http.Request) bool {
	for entry := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, weight, _ := strings.Cut(strings.ReplaceAll(entry, " ", ""), ";q=")
		if strings.EqualFold(name, brotli.Encoding) {
			q, err := strconv.ParseFloat(weight, 64)
			return weight == "" || err == nil && q > 0
		}
	}
	return false
}

// mediaTypes of what a built page consists of; the system's own table differs from
// machine to machine.
var mediaTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".geojson":     "application/json",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".map":         "application/json",
	".mjs":         "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".tsv":         "text/plain; charset=utf-8",
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
