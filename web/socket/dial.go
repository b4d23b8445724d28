package socket

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
)

// Dial opens a connection to a WebSocket server: url has the scheme ws, wss,
// http or https. The response is the server's answer, which an error may come
// with too: its status tells a refusal from an absence. ctx bounds only the
// dialling.
func Dial(ctx context.Context, url string, header http.Header, opts Options) (*Conn, *http.Response, error) {
	return dial(ctx, url, header, opts, new(net.Dialer).DialContext)
}

type dialFunc func(ctx context.Context, network, addr string) (net.Conn, error)

func dial(ctx context.Context, url string, header http.Header, opts Options, open dialFunc) (*Conn, *http.Response, error) {
	opts = opts.withDefaults()
	d := &dialer{open: open, opts: opts}
	client := &http.Client{Transport: &http.Transport{
		DialContext:       d.plain,
		DialTLSContext:    d.secure,
		DisableKeepAlives: true, // a refused handshake leaves no connection behind
	}}
	lib, resp, err := dialWith(ctx, url, header, client, opts.Compress)
	if err != nil {
		return nil, resp, fmt.Errorf("socket: dial: %w", err)
	}
	d.line.begin(frameStyle{masked: true, deflated: agreedDeflate(resp.Header)})
	return newConn(lib, d.line, opts), resp, nil
}

// dialer puts a line on the connection that the HTTP transport opens, above
// TLS where there is TLS.
type dialer struct {
	open dialFunc
	opts Options
	line *line // the last one opened: a redirect opens another
}

func (d *dialer) plain(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := d.open(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	d.line = newLine(conn, d.opts.WriteTimeout)
	return d.line, nil
}

func (d *dialer) secure(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := d.open(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		host = addr
	}
	secured := tls.Client(conn, &tls.Config{ServerName: host, NextProtos: []string{"http/1.1"}})
	if err := secured.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	d.line = newLine(secured, d.opts.WriteTimeout)
	return d.line, nil
}
