package web

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func pictureServer(t *testing.T) (*httptest.Server, string) {
	t.Helper()
	dir := t.TempDir()
	c := testConfig()
	c.View = append(c.View, NewMapPicture(dir).Routes)
	return MustServe(t, c), filepath.Join(dir, "map.png")
}

func drawn(t *testing.T, encode func(*bytes.Buffer, image.Image) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, image.NewRGBA(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheMapsPictureIsServedAsWhatItIs(t *testing.T) {
	t.Parallel()
	server, path := pictureServer(t)
	webp := "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
	for kind, content := range map[string]string{
		"image/png":  drawn(t, func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) }),
		"image/jpeg": drawn(t, func(b *bytes.Buffer, m image.Image) error { return jpeg.Encode(b, m, nil) }),
		"image/webp": webp,
	} {
		MustWriteFile(t, path, content)
		for _, at := range []string{"/map.png", "/api/map.png"} {
			resp, body := MustDo(t, server, "GET", at, "Authorization", goodToken)
			if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != kind || body != content {
				t.Fatalf("%s as %s: %d, %v, %d bytes", at, kind, resp.StatusCode, resp.Header, len(body))
			}
			resp, body = MustDo(t, server, "HEAD", at, "Authorization", goodToken)
			if resp.StatusCode != 200 || body != "" || resp.ContentLength != int64(len(content)) {
				t.Errorf("HEAD: %d, length %d", resp.StatusCode, resp.ContentLength)
			}
		}
	}
}

func TestTheMapsPictureIsSentAgainOnlyWhenItChanged(t *testing.T) {
	t.Parallel()
	server, path := pictureServer(t)
	content := drawn(t, func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) })
	MustWriteFile(t, path, content)
	resp, _ := MustDo(t, server, "GET", "/map.png", "Authorization", goodToken)
	etag := resp.Header.Get("ETag")
	resp, body := MustDo(t, server, "GET", "/map.png", "Authorization", goodToken, "If-None-Match", etag)
	if resp.StatusCode != 304 || body != "" {
		t.Errorf("unchanged: %d with %d bytes", resp.StatusCode, len(body))
	}
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(path, later, later); err != nil {
		t.Fatal(err)
	}
	resp, body = MustDo(t, server, "GET", "/map.png", "Authorization", goodToken, "If-None-Match", etag)
	if resp.StatusCode != 200 || body != content {
		t.Errorf("changed: %d with %d bytes", resp.StatusCode, len(body))
	}
}

func TestTheMapsPictureIsForThoseWhoMaySeeTheMap(t *testing.T) {
	t.Parallel()
	server, path := pictureServer(t)
	MustWriteFile(t, path, drawn(t, func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) }))
	if resp, body := MustDo(t, server, "GET", "/map.png"); resp.StatusCode != 401 || strings.Contains(body, "PNG") {
		t.Errorf("a stranger gets %d", resp.StatusCode)
	}
}

func TestWhatIsNoPictureIsNotServed(t *testing.T) {
	t.Parallel()
	server, path := pictureServer(t)
	refused := func(why string) {
		t.Helper()
		resp, body := MustDo(t, server, "GET", "/map.png", "Authorization", goodToken)
		if resp.StatusCode != 404 || !strings.Contains(body, why) {
			t.Errorf("%d %.200s, not %q", resp.StatusCode, body, why)
		}
	}
	refused("there is no picture")
	for _, content := range []string{"", "SECRET_KEY=hunter2", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "<!doctype html><script>alert(1)</script>", "GIF89a", "%PDF-1.4"} {
		MustWriteFile(t, path, content)
		refused("is no PNG, JPEG or WebP")
	}
	if err := os.Truncate(path, maxMapPicture+1); err != nil {
		t.Fatal(err)
	}
	refused("at most 64 MiB")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	refused("is no file")
	if resp, _ := MustDo(t, server, "GET", "/map.png?size=3", "Authorization", goodToken); resp.StatusCode != 400 {
		t.Errorf("an unknown parameter: %d", resp.StatusCode)
	}
}
