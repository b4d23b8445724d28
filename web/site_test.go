package web

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCaching(t *testing.T) {
	t.Parallel()
	server := MustServe(t, testConfig())
	cases := []struct{ path, caching, kind string }{
		{"/", "no-cache", "text/html; charset=utf-8"},
		{"/login", "no-cache", "text/html; charset=utf-8"},
		{"/app/x", "no-cache", "text/html; charset=utf-8"},
		{"/mark.svg", "no-cache", "image/svg+xml"},
		{"/assets/index-Bc3d.js", "public, max-age=31536000, immutable", "text/javascript; charset=utf-8"},
		{"/assets/index-Zx81.css", "public, max-age=31536000, immutable", "text/css; charset=utf-8"},
		{"/assets/font.woff2", "public, max-age=31536000, immutable", "font/woff2"},
		{"/assets/odd.bin", "public, max-age=31536000, immutable", "application/octet-stream"},
	}
	for _, c := range cases {
		t.Run(c.path, func(t *testing.T) {
			header := []string{"Accept", wantsHTML, "Authorization", goodToken}
			resp, body := MustDo(t, server, "GET", c.path, header...)
			etag := resp.Header.Get("ETag")
			if resp.StatusCode != 200 || etag == "" || resp.Header.Get("Cache-Control") != c.caching || resp.Header.Get("Content-Type") != c.kind {
				t.Fatalf("%d, headers %v", resp.StatusCode, resp.Header)
			}
			if resp.ContentLength != int64(len(body)) {
				t.Errorf("Content-Length %d of %d bytes", resp.ContentLength, len(body))
			}
			resp, body = MustDo(t, server, "GET", c.path, append(header, "If-None-Match", etag)...)
			if resp.StatusCode != 304 || body != "" {
				t.Errorf("whoever has it gets %d with %d bytes", resp.StatusCode, len(body))
			}
			resp, body = MustDo(t, server, "HEAD", c.path, header...)
			if resp.StatusCode != 200 || body != "" || resp.ContentLength <= 0 {
				t.Errorf("HEAD: %d, length %d", resp.StatusCode, resp.ContentLength)
			}
		})
	}
}

func TestCrookedPathsFindNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	MustWriteFile(t, filepath.Join(dir, "secret.txt"), "hunter2")
	if err := os.Mkdir(filepath.Join(dir, "dist"), 0o700); err != nil {
		t.Fatal(err)
	}
	MustWriteFile(t, filepath.Join(dir, "dist", "index.html"), "<!doctype html>")
	c := testConfig()
	c.Site = os.DirFS(filepath.Join(dir, "dist"))
	server := MustServe(t, c)
	for _, path := range []string{
		"/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/%252e%252e/secret.txt",
		"/%252e%252e%252fsecret.txt", "/%25252e%25252e/secret.txt", "/..\\secret.txt", "/..%5csecret.txt", "/%2e%2e%5csecret.txt",
		"/..%255csecret.txt", "/app/../../secret.txt", "/app/..", "/app/%2e%2e", "/app/.", "//secret", "//evil.example/", "/app//x",
		"/assets/../../secret.txt", "/./secret", "/secret%00", "/app/%00", "/app/%zz", "/%2525252525252e", "/....//secret", "/c:\\secret",
		"/api/../secret.txt", "/api/..%2fsecret.txt",
	} {
		t.Run(path, func(t *testing.T) {
			resp, body := MustAskRaw(t, server, path)
			if resp.StatusCode != 404 && resp.StatusCode != 400 || strings.Contains(body, "hunter2") || strings.Contains(body, "<!doctype") {
				t.Errorf("%d %.100s", resp.StatusCode, body)
			}
		})
	}
}

// MustAskRaw asks for a path that no honest client would send.
func MustAskRaw(tb testing.TB, server *httptest.Server, path string) (*http.Response, string) {
	tb.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: a\r\nAccept: %s\r\nAuthorization: %s\r\nConnection: close\r\n\r\n", path, wantsHTML, goodToken)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return resp, string(body)
}

func FuzzSitePath(f *testing.F) {
	for _, p := range []string{"/", "/index.html", "/assets/index-Bc3d.js", "/..%2f", "/%252e%252e/x", "/app/x", "/mark.svg", "/api/x", "//", "/\\", "/a%00", "mark.svg", ""} {
		f.Add(p)
	}
	s, err := newSite(builtSite(), nil)
	if err != nil {
		f.Fatal(err)
	}
	open := func(next http.Handler) http.Handler { return next }
	files := builtSite()
	f.Fuzz(func(t *testing.T, path string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = path
		r.Header.Set("Accept", wantsHTML)
		w := httptest.NewRecorder()
		s.handler(open).ServeHTTP(w, r)
		body := w.Body.String()
		switch {
		case w.Code == 404:
			if errorCode(w.Result(), body) != "not_found" {
				t.Errorf("%q: 404 with %q", path, body)
			}
		case w.Code != 200:
			t.Errorf("%q: %d", path, w.Code)
		case strings.Contains(path, "..") && strings.Contains(path, "/../"):
			t.Errorf("%q: answered with %q", path, body)
		case body == string(files["index.html"].Data):
		default:
			file := files[strings.TrimPrefix(path, "/")]
			if file == nil || body != string(file.Data) {
				t.Errorf("%q: answered with %q", path, body)
			}
		}
	})
}
