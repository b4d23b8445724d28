//lint:file-ignore SA1019 the last release under this import path; its successor has another, and only this file would change.

package socket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"nhooyr.io/websocket"
)

// library is all that the rest of the package knows of the WebSocket library.
type library struct{ ws *websocket.Conn }

// acceptWith answers a handshake. Where the request comes from was checked
// before: the library's own check knows nothing of the allowed origins.
func acceptWith(w http.ResponseWriter, r *http.Request, compress bool) (*library, error) {
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		InsecureSkipVerify: true,
		CompressionMode:    compression(compress),
	})
	if err != nil {
		return nil, err
	}
	return newLibrary(ws), nil
}

// dialWith asks for a handshake.
func dialWith(ctx context.Context, url string, header http.Header, client *http.Client, compress bool) (*library, *http.Response, error) {
	ws, resp, err := websocket.Dial(ctx, url, &websocket.DialOptions{
		HTTPClient:      client,
		HTTPHeader:      header,
		CompressionMode: compression(compress),
	})
	if err != nil {
		return nil, resp, err
	}
	return newLibrary(ws), resp, nil
}

func newLibrary(ws *websocket.Conn) *library {
	ws.SetReadLimit(-1) // readLimited counts, so that it can tell which error it is
	return &library{ws}
}

func compression(on bool) websocket.CompressionMode {
	if on {
		return websocket.CompressionNoContextTakeover
	}
	return websocket.CompressionDisabled
}

// next waits for a message: whether it is text, and its payload. The peer's
// close frame is a *CloseError; the library has answered it.
func (l *library) next() (text bool, payload io.Reader, err error) {
	kind, payload, err := l.ws.Reader(context.Background())
	if err != nil {
		return false, nil, libraryError(err)
	}
	return kind == websocket.MessageText, libraryReader{payload}, nil
}

// ping sends a ping and waits for its pong until ctx ends.
func (l *library) ping(ctx context.Context) error { return l.ws.Ping(ctx) }

// discard closes the network connection and ends the library's goroutine.
func (l *library) discard() {
	if err := l.ws.CloseNow(); err != nil {
		return // it was closed before
	}
}

// libraryReader gives a payload's errors as libraryError does.
type libraryReader struct{ io.Reader }

func (r libraryReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = libraryError(err)
	}
	return n, err
}

func libraryError(err error) error {
	var closed websocket.CloseError
	if errors.As(err, &closed) {
		return &CloseError{Code: StatusCode(closed.Code), Reason: closed.Reason}
	}
	return fmt.Errorf("%w", err)
}
