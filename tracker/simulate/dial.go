package simulate

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"overlord/store/fault"
	"overlord/web/socket"
)

// conn is a socket to the server, as web/socket makes them.
type conn interface {
	Read(ctx context.Context) ([]byte, error)
	Write(ctx context.Context, frames ...[]byte) error
	Close(code socket.StatusCode, reason string)
	Done() <-chan struct{}
}

type dialFunc func(ctx context.Context, url string, header http.Header, opts socket.Options) (conn, *http.Response, error)

const (
	normalClosure = socket.Normal
	dialTimeout   = 10 * time.Second // a server that takes longer is as good as away
	readLimit     = 1 << 20          // bytes; what servers say to plugins is small
)

func dialSocket(ctx context.Context, url string, header http.Header, opts socket.Options) (conn, *http.Response, error) {
	c, resp, err := socket.Dial(ctx, url, header, opts)
	if err != nil {
		return nil, resp, err // not c: a nil *Conn is no nil conn
	}
	return c, resp, nil
}

// connect opens a socket. Its error says what to do about it.
func (r *Runner) connect(ctx context.Context, compress bool) (conn, error) {
	header := http.Header{"X-Plugin-Secret": {r.opts.Secret}}
	c, resp, err := r.dial(ctx, r.opts.URL, header, socket.Options{ReadLimit: readLimit, Compress: compress})
	if err == nil {
		return c, nil
	}
	status := 0
	if resp != nil {
		status = resp.StatusCode
		if resp.Body != nil {
			resp.Body.Close()
		}
	}
	return nil, explain(r.opts.URL, status, err)
}

// explain turns a failed connection into what the user can do. status is the
// HTTP status of the answer, or 0 without one.
func explain(url string, status int, err error) error {
	var lookup *net.DNSError
	switch {
	case status == http.StatusUnauthorized:
		return fault.Wrap(err, fault.Unauthenticated, "%s refuses the plugin secret: SHARED_SECRET must be the same here and at the server, and be set there", url)
	case status == http.StatusNotFound:
		return fault.Wrap(err, fault.NotFound, "%s is no plugin socket: the path should be /ws/position", url)
	case status >= 500:
		return fault.Wrap(err, fault.Unavailable, "the server at %s cannot take plugins now (HTTP %d)", url, status)
	case status != 0:
		return fault.Wrap(err, fault.Invalid, "%s does not answer as a plugin socket (HTTP %d)", url, status)
	case errors.As(err, &lookup):
		return fault.Wrap(err, fault.NotFound, "there is no host %q: is --url right?", lookup.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fault.Wrap(err, fault.Unavailable, "nothing listens at %s: is the server running, and is --url right?", url)
	case errors.Is(err, context.DeadlineExceeded):
		return fault.Wrap(err, fault.Unavailable, "%s does not answer", url)
	case strings.Contains(err.Error(), "malformed HTTP"):
		return fault.Wrap(err, fault.Invalid, "%s does not speak HTTP", url)
	}
	return fault.Wrap(err, fault.Unavailable, "%s cannot be reached", url)
}

// refused tells whether err says that the secret is wrong: trying again is of
// no use.
func refused(err error) bool { return fault.CodeOf(err) == fault.Unauthenticated }
