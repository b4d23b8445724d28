package web

import (
	"bufio"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"overlord/web/api"
	"overlord/web/socket"
)

// talkative is a front door whose routes answer with much, little and bit by bit.
func talkative(next <-chan struct{}) Config {
	c := testConfig()
	c.Open = []Routes{func(r chi.Router) {
		r.Get("/much", api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
			return api.WriteJSON(w, r, 200, strings.Repeat("drudge ", 1000))
		}))
		r.Get("/little", api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
			return api.WriteJSON(w, r, 200, strings.Repeat("d", compressFrom-10))
		}))
		r.Get("/picture", api.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) error {
			w.Header().Set("Content-Type", "image/png")
			_, err := io.WriteString(w, strings.Repeat("p", 5000))
			return err
		}))
		r.Get("/events", api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
			w.Header().Set("Content-Type", "text/event-stream")
			w.WriteHeader(http.StatusOK)
			flush := http.NewResponseController(w).Flush
			for range 2 {
				if err := flush(); err != nil {
					return err
				}
				<-next
				_, _ = io.WriteString(w, "data: suit\n\n")
			}
			return flush()
		}))
		r.Get("/ws", api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
			conn, err := socket.Accept(w, r, socket.Options{})
			if err != nil {
				return err
			}
			defer conn.Close(1000, "")
			text, err := conn.Read(r.Context())
			if err != nil {
				return err
			}
			return conn.Write(r.Context(), append([]byte("heard "), text...))
		}))
	}}
	return c
}

func TestAnswersAreCompressedForThoseWhoCanReadIt(t *testing.T) {
	t.Parallel()
	server := MustServe(t, talkative(nil))
	want := `"` + strings.Repeat("drudge ", 1000) + "\"\n"
	cases := []struct{ path, accept, encoding string }{
		{"/much", "gzip", "gzip"}, {"/much", "gzip, deflate, br, zstd", "br"}, {"/much", "", ""}, {"/much", "gzip;q=0", ""},
		{"/much", "deflate", ""}, {"/little", "gzip, br", ""}, {"/picture", "gzip, br", ""}, {"/assets/index-Bc3d.js", "gzip", "gzip"},
	}
	for _, c := range cases {
		t.Run(c.path+" "+c.accept, func(t *testing.T) {
			resp, body := MustDo(t, server, "GET", c.path, "Accept-Encoding", c.accept)
			if got := resp.Header.Get("Content-Encoding"); resp.StatusCode != 200 || got != c.encoding {
				t.Fatalf("%d in %q, want %q", resp.StatusCode, got, c.encoding)
			}
			switch c.encoding {
			case "gzip":
				if c.path == "/much" && MustInflate(t, body) != want {
					t.Error("the answer is another one after inflation")
				}
			case "br":
				if len(body) == 0 || len(body) > len(want)/10 {
					t.Errorf("%d bytes of %d", len(body), len(want))
				}
			}
			if resp.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("Vary %q", resp.Header.Get("Vary"))
			}
		})
	}
}

// MustInflate undoes gzip.
func MustInflate(tb testing.TB, body string) string {
	tb.Helper()
	z, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		tb.Fatal(err)
	}
	return string(plain)
}

func TestAFileIsPackedForThoseWhoCanReadIt(t *testing.T) {
	t.Parallel()
	server := MustServe(t, testConfig())
	cases := []struct{ path, accept, encoding string }{
		{"/assets/index-Bc3d.js", "gzip, deflate, br, zstd", "br"}, {"/assets/index-Bc3d.js", "BR", "br"}, {"/assets/index-Bc3d.js", "br;q=0, gzip", "gzip"},
		{"/assets/index-Bc3d.js", "br; q=0.5", "br"}, {"/assets/index-Bc3d.js", "br;q=x", ""}, {"/assets/index-Bc3d.js", "", ""},
		{"/mark.svg", "br", ""}, {"/assets/font.woff2", "br", ""},
	}
	for _, c := range cases {
		t.Run(c.path+" "+c.accept, func(t *testing.T) {
			for range 2 { // the second time it is made already
				resp, body := MustDo(t, server, "GET", c.path, "Accept-Encoding", c.accept)
				if got := resp.Header.Get("Content-Encoding"); resp.StatusCode != 200 || got != c.encoding {
					t.Errorf("%d in %q, want %q", resp.StatusCode, got, c.encoding)
				}
				if c.encoding == "br" && (len(body) == 0 || len(body) > len(script)/10 || resp.ContentLength != int64(len(body))) {
					t.Errorf("%d bytes of %d, Content-Length %d", len(body), len(script), resp.ContentLength)
				}
			}
		})
	}
}

func TestEventsLeaveAsTheyCome(t *testing.T) {
	t.Parallel()
	next := make(chan struct{})
	server := MustServe(t, talkative(next))
	req, _ := http.NewRequestWithContext(t.Context(), "GET", server.URL+"/events", nil)
	req.Header.Set("Accept-Encoding", "gzip, br")
	resp, err := http.DefaultClient.Do(req) // the header is there before the first event
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if enc := resp.Header.Get("Content-Encoding"); enc != "" {
		t.Fatalf("events in %q", enc)
	}
	lines := bufio.NewReader(resp.Body)
	for range 2 { // each is read before the next is asked for
		next <- struct{}{}
		line, err := lines.ReadString('\n')
		if err != nil || line != "data: suit\n" {
			t.Fatalf("%q, %v", line, err)
		}
		if _, err := lines.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
}

func TestASocketPassesTheWholeDoor(t *testing.T) {
	t.Parallel()
	server := MustServe(t, talkative(nil))
	header := http.Header{"Accept-Encoding": {"gzip, br"}}
	for _, path := range []string{"/ws", "/api/ws"} {
		conn, _, err := socket.Dial(t.Context(), "ws"+strings.TrimPrefix(server.URL, "http")+path, header, socket.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.Write(t.Context(), []byte("hello")); err != nil {
			t.Fatal(err)
		}
		text, err := conn.Read(t.Context())
		if err != nil || string(text) != "heard hello" {
			t.Errorf("%s: %q, %v", path, text, err)
		}
		conn.Close(1000, "")
	}
	if resp, body := MustDo(t, server, "GET", "/ws"); resp.StatusCode < 400 || errorCode(resp, body) == "" {
		t.Errorf("no handshake: %d %s", resp.StatusCode, body)
	}
}
