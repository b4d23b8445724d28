package socket

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
)

// Dial opens a connection to a WebSocket server: url has the scheme ws, wss,
// http or https. The response is the server's answer, which an error may come
// with too: its status tells a refusal from an absence. ctx bounds only the
// dialling. Proxies that the environment names are not used.
func Dial(ctx context.Context, url string, header http.Header, opts Options) (*Conn, *http.Response, error) {
	d := &dialer{opts: opts.withDefaults()}
	return d.dial(ctx, url, header)
}

// dialer puts a line on the connection that the HTTP transport opens, above
// TLS where there is TLS.
type dialer struct {
	opts  Options
	roots *x509.CertPool // whom to trust; nil: whom the system trusts
	line  *line          // on the last connection opened: a redirect opens another
}

func (d *dialer) dial(ctx context.Context, url string, header http.Header) (*Conn, *http.Response, error) {
	client := &http.Client{Transport: &http.Transport{
		DialContext:       d.plain,
		DialTLSContext:    d.secure,
		DisableKeepAlives: true, // a refused handshake leaves no connection behind
	}}
	lib, resp, err := dialWith(ctx, url, header, client, d.opts.Compress)
	if err != nil {
		return nil, resp, fmt.Errorf("socket: dial: %w", err)
	}
	d.line.begin(frameStyle{masked: true, deflated: agreedDeflate(resp.Header)})
	return newConn(lib, d.line, d.opts), resp, nil
}

func (d *dialer) plain(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	d.line = newLine(conn, d.opts.WriteTimeout)
	return d.line, nil
}

func (d *dialer) secure(ctx context.Context, network, addr string) (net.Conn, error) {
	config := &tls.Config{RootCAs: d.roots, NextProtos: []string{"http/1.1"}}
	secured, err := (&tls.Dialer{Config: config}).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	d.line = newLine(secured, d.opts.WriteTimeout)
	return d.line, nil
}
