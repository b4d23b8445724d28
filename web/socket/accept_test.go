package socket

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// wrapped has nothing but Unwrap, like the session library's writer.
type wrapped struct{ http.ResponseWriter }

func (w wrapped) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// holding keeps the header back until something is written, like a compressing
// writer, and its Hijack works only right above a Hijacker.
type holding struct{ wrapped }

func (w holding) WriteHeader(int) {}

// opaque hides the connection.
type opaque struct{ http.ResponseWriter }

func TestAcceptBehindWrappers(t *testing.T) {
	t.Parallel()
	wrappers := map[string]func(http.ResponseWriter) http.ResponseWriter{
		"bare":            func(w http.ResponseWriter) http.ResponseWriter { return w },
		"only Unwrap":     func(w http.ResponseWriter) http.ResponseWriter { return wrapped{w} },
		"two of them":     func(w http.ResponseWriter) http.ResponseWriter { return wrapped{wrapped{w}} },
		"holding headers": func(w http.ResponseWriter) http.ResponseWriter { return wrapped{holding{wrapped{w}}} },
	}
	for name, wrap := range wrappers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Request-Id", "r1")
				c, err := Accept(wrap(w), r, Options{})
				if err != nil {
					t.Error(err)
					return
				}
				c.Write(r.Context(), []byte("hello"))
				c.Read(r.Context())
			}))
			defer srv.Close()
			c, resp, err := Dial(testCtx(t), srv.URL, nil, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := resp.Header.Get("X-Request-Id"); got != "r1" {
				t.Errorf("the header of the middleware is lost: %v", resp.Header)
			}
			if got, err := c.Read(testCtx(t)); err != nil || string(got) != "hello" {
				t.Errorf("Read = %q, %v", got, err)
			}
			c.Close(Normal, "")
		})
	}
}

func TestAcceptRefuses(t *testing.T) {
	t.Parallel()
	upgrade := http.Header{"Connection": {"Upgrade"}, "Upgrade": {"websocket"}, "Sec-Websocket-Version": {"13"}, "Sec-Websocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="}}
	without := func(name, value string) http.Header {
		h := upgrade.Clone()
		h.Set(name, value)
		return h
	}
	cases := []struct {
		name   string
		method string
		header http.Header
		wrap   bool
		status int
	}{
		{"a plain request", "GET", http.Header{}, false, http.StatusUpgradeRequired},
		{"a POST", "POST", upgrade, false, http.StatusMethodNotAllowed},
		{"an old version", "GET", without("Sec-WebSocket-Version", "8"), false, http.StatusBadRequest},
		{"a bad key", "GET", without("Sec-WebSocket-Key", "short"), false, http.StatusBadRequest},
		{"a hidden connection", "GET", upgrade, true, http.StatusNotImplemented},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if c.wrap {
					w = opaque{w}
				}
				if _, err := Accept(w, r, Options{}); err == nil {
					t.Error("accepted")
				}
			}))
			defer srv.Close()
			req, _ := http.NewRequest(c.method, srv.URL, nil)
			req.Header = c.header
			resp, err := http.DefaultTransport.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != c.status {
				t.Errorf("status %d, want %d: %s", resp.StatusCode, c.status, body)
			}
			var answer struct {
				Error struct{ Code, Message string }
			}
			if err := json.Unmarshal(body, &answer); err != nil || answer.Error.Code == "" || answer.Error.Message == "" {
				t.Errorf("the body is no error of the contract: %s", body)
			}
		})
	}
}

func TestDialOverTLS(t *testing.T) {
	t.Parallel()
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := Accept(w, r, Options{})
		if err != nil {
			t.Error(err)
			return
		}
		for {
			frame, err := c.Read(r.Context())
			if err != nil {
				return
			}
			c.Write(r.Context(), frame, noise(50000))
		}
	}))
	defer srv.Close()
	trusting := &dialer{opts: Options{}.withDefaults(), roots: x509.NewCertPool()}
	if _, _, err := trusting.dial(testCtx(t), srv.URL, nil); err == nil {
		t.Fatal("an unknown certificate is trusted")
	}
	trusting.roots.AddCert(srv.Certificate())
	c, _, err := trusting.dial(testCtx(t), srv.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Write(t.Context(), []byte("echo")); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"echo", string(noise(50000))} {
		if got, err := c.Read(testCtx(t)); err != nil || string(got) != want {
			t.Fatalf("Read = %.20q, %v", got, err)
		}
	}
	c.Close(Normal, "")
}

func TestDialTellsARefusal(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Plugin-Secret") != "moss" {
			http.Error(w, "no", http.StatusUnauthorized)
		}
	}))
	defer srv.Close()
	_, resp, err := Dial(testCtx(t), srv.URL, nil, Options{})
	if err == nil || resp == nil || resp.StatusCode != http.StatusUnauthorized {
		t.Fatalf("Dial = %v, %v", resp, err)
	}
	if _, resp, err = Dial(testCtx(t), srv.URL, http.Header{"X-Plugin-Secret": {"moss"}}, Options{}); err == nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("the header did not arrive: %v, %v", resp, err)
	}
}

func TestDialNobody(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.NotFoundHandler())
	url := srv.URL
	srv.Close()
	if _, resp, err := Dial(testCtx(t), url, nil, Options{}); err == nil || resp != nil {
		t.Fatalf("Dial = %v, %v", resp, err)
	}
	var none *CloseError
	if _, _, err := Dial(testCtx(t), "gopher://x", nil, Options{}); err == nil || errors.As(err, &none) {
		t.Fatalf("Dial of another scheme = %v", err)
	}
}

func TestRemoteAddr(t *testing.T) {
	t.Parallel()
	accepted, dialled := MustPair(t, Options{}, Options{})
	if !strings.HasPrefix(accepted.RemoteAddr(), "127.0.0.1:") {
		t.Errorf("accepted from %s", accepted.RemoteAddr())
	}
	if dialled.RemoteAddr() == accepted.RemoteAddr() {
		t.Error("both ends have one address")
	}
}
