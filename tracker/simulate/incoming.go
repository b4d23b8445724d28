package simulate

import (
	"bytes"
	"encoding/json"
	"strings"
)

// incoming is what a server says to a plugin.
type incoming struct {
	Type       string `json:"type"`
	PlayerName string `json:"player_name"`
	Command    string `json:"command"`
	Landblock  string `json:"landblock"`
	Code       string `json:"code"`
	EventType  string `json:"event_type"`
	Message    string `json:"message"`
}

// incomingKind sorts messages.
type incomingKind int

const (
	strange    incomingKind = iota // nothing that the contract knows
	shared                         // another plugin's share_*
	command                        // {"player_name","command"}
	mapRequest                     // request_dungeon_map
	complaint                      // error
)

// shareHead is how nearly all shared events begin; these make up nearly all of
// what comes in, and need not be parsed.
var shareHead = []byte(`{"type":"share_`)

func readIncoming(frame []byte) (incomingKind, incoming) {
	if bytes.HasPrefix(frame, shareHead) {
		return shared, incoming{}
	}
	var in incoming
	if json.Unmarshal(frame, &in) != nil {
		return strange, in
	}
	switch {
	case strings.HasPrefix(in.Type, "share_"):
		return shared, in
	case in.Type == "" && in.PlayerName != "":
		return command, in
	case in.Type == "request_dungeon_map":
		return mapRequest, in
	case in.Type == "error":
		return complaint, in
	}
	return strange, in
}
