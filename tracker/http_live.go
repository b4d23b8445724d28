package tracker

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"overlord/store/fault"
	"overlord/tracker/live"
	"overlord/web/socket"
)

const (
	// maxBrowserFrame bounds what a browser may send, in bytes.
	maxBrowserFrame = 64 << 10

	// commandPermission is what sending a command to a plugin needs.
	commandPermission = "command"
)

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
	client.Requests = commander{m.plugins, slices.Contains(client.Permissions, commandPermission)}
	err = m.hub.Serve(context.WithoutCancel(r.Context()), conn, client)
	m.logger.Debug("a live socket ended", "username", client.Username, "reason", err)
	return nil
}

// commander takes the browsers' commands to the plugins.
type commander struct {
	plugins *plugins
	allowed bool
}

// command is the message, exactly as plugins know it.
type command struct {
	PlayerName string `json:"player_name"`
	Command    string `json:"command"`
}

// commandResult answers a command: whether it was handed to the plugin's socket.
type commandResult struct {
	Type       string `json:"type"`
	PlayerName string `json:"player_name"`
	OK         bool   `json:"ok"`
	Message    string `json:"message,omitempty"` // why not
}

// Request implements live.Requests.
func (c commander) Request(_ context.Context, request live.Request, reply live.Reply) error {
	if request.Type != "" {
		return live.ErrUnknownRequest
	}
	var asked command
	if err := json.Unmarshal(request.Raw, &asked); err != nil {
		return fault.New(fault.Invalid, "a command has a player_name and a command, both text")
	}
	if asked.Command == "" {
		return live.ErrUnknownRequest
	}
	if !c.allowed {
		return fault.New(fault.Denied, "sending commands needs the permission %q", commandPermission)
	}
	result := commandResult{Type: "command_result", PlayerName: asked.PlayerName, OK: true}
	if err := c.plugins.command(asked); err != nil {
		result.OK, result.Message = false, fault.Of(err).Message
	}
	body, err := json.Marshal(result)
	if err != nil {
		return err
	}
	reply(body)
	return nil
}

// command sends a command to the plugin that speaks for its character.
func (ps *plugins) command(c command) error {
	frame, err := json.Marshal(c)
	if err != nil {
		return err
	}
	switch sent, known := ps.sendTo(c.PlayerName, frame); {
	case !known:
		return fault.New(fault.Unavailable, "no plugin is connected for %s", c.PlayerName)
	case !sent:
		return fault.New(fault.Unavailable, "the plugin of %s does not read", c.PlayerName)
	}
	return nil
}
