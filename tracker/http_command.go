package tracker

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"overlord/auth"
	"overlord/store/fault"
	"overlord/tracker/event"
	"overlord/tracker/live"
	"overlord/web/api"
)

const (
	// commandPermission is what sending a command to a plugin needs.
	commandPermission = "command"

	// mapRequestType is the type of a request for a dungeon's map, from a browser
	// and to a plugin.
	mapRequestType = "request_dungeon_map"
)

// asks are what one browser's socket may ask for beside subscriptions. It
// implements live.Requests.
type asks struct {
	module  *Module
	client  live.Client
	mapsFor mapAsker
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
func (a *asks) Request(ctx context.Context, request live.Request, reply live.Reply) error {
	switch request.Type {
	case "":
		return a.command(request, reply)
	case mapRequestType:
		return a.dungeonMap(ctx, request, reply)
	}
	return live.ErrUnknownRequest
}

func (a *asks) command(request live.Request, reply live.Reply) error {
	var asked command
	if err := json.Unmarshal(request.Raw, &asked); err != nil {
		return fault.New(fault.Invalid, "a command has a player_name and a command, both text")
	}
	if asked.Command == "" {
		return live.ErrUnknownRequest
	}
	if !slices.Contains(a.client.Permissions, commandPermission) {
		return fault.New(fault.Denied, "sending commands needs the permission %q", commandPermission)
	}
	body, err := json.Marshal(a.module.command(a.client, asked))
	if err != nil {
		return err
	}
	reply(body)
	return nil
}

// dungeonMap answers with a map, now or when it comes.
func (a *asks) dungeonMap(ctx context.Context, request live.Request, reply live.Reply) error {
	var asked struct {
		Landblock  json.RawMessage `json:"landblock"`
		PlayerName string          `json:"player_name"`
	}
	if err := json.Unmarshal(request.Raw, &asked); err != nil {
		return fault.New(fault.Invalid, "a request for a map has a landblock and a player_name")
	}
	block, ok := landblock(asked.Landblock)
	if !ok {
		return fault.New(fault.Invalid, `landblock wants four hexadecimal digits such as "01D9", or their number`).WithField("landblock")
	}
	return a.module.maps.ask(ctx, &a.mapsFor, strings.TrimSpace(asked.PlayerName), block, reply)
}

// landblock reads a landblock as plugins write it: digits in a text, or a number.
func landblock(raw json.RawMessage) (event.Landblock, bool) {
	var text string
	if json.Unmarshal(raw, &text) == nil && text != "" {
		return event.ParseLandblock(text)
	}
	var number *uint32
	if json.Unmarshal(raw, &number) != nil || number == nil {
		return "", false
	}
	return event.LandblockOf(*number), true
}

// postCommand is the socket's command for scripts.
func (m *Module) postCommand(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	var asked command
	if err := api.ReadJSON(r, &asked, maxBrowserFrame); err != nil {
		return err
	}
	for field, text := range map[string]string{"player_name": asked.PlayerName, "command": asked.Command} {
		if text == "" {
			return fault.New(fault.Invalid, "a command has a player_name and a command; %s is missing", field).WithField(field)
		}
	}
	client, err := m.browser(r)
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, m.command(client, asked))
}

// command hands a command to the plugin that speaks for its character, and
// tells the audit who sent it.
func (m *Module) command(from live.Client, c command) commandResult {
	result := commandResult{Type: "command_result", PlayerName: c.PlayerName, OK: true}
	if err := m.plugins.command(c); err != nil {
		result.OK, result.Message = false, fault.Of(err).Message
	}
	m.logger.Debug("a command to a plugin", "username", from.Username, "player_name", c.PlayerName, "command", shortened(c.Command), "ok", result.OK)
	if from.Audit != nil {
		from.Audit(auth.ActionCommand, c.PlayerName, shortened(c.Command), result.OK)
	}
	return result
}

// shortened is the beginning of a text, enough to know it again in a log.
func shortened(text string) string {
	const most = 200
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
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
