package tracker

import (
	"context"
	"net/http"

	"overlord/web/socket"
)

// maxBrowserFrame bounds what a browser may send, in bytes.
const maxBrowserFrame = 64 << 10

// serveBrowser opens a browser's live socket.
func (m *Module) serveBrowser(w http.ResponseWriter, r *http.Request) error {
	client, err := m.browser(r)
	if err != nil {
		return err
	}
	conn, err := socket.Accept(w, r, socket.Options{ReadLimit: maxBrowserFrame})
	if err != nil {
		return err
	}
	client.Requests = &asks{module: m, client: client}
	err = m.hub.Serve(context.WithoutCancel(r.Context()), conn, client)
	m.logger.Debug("a live socket ended", "username", client.Username, "reason", err)
	return nil
}
