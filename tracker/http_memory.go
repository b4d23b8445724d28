package tracker

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/go-chi/chi/v5"

	"overlord/store/fault"
	"overlord/tracker/event"
	"overlord/web/api"
)

// chatLimit is how many lines /chat answers unless asked for others.
const chatLimit = 100

// memoryRoutes answer from memory only: they work while the database is away.
func (m *Module) memoryRoutes(r chi.Router) {
	r.Get("/vitals", api.HandlerFunc(m.getVitals))
	r.Get("/chat", api.HandlerFunc(m.getChat))
	r.Get("/chat/{character}", api.HandlerFunc(m.getCharacterChat))
	r.Get("/nearby-objects/{character}", latest(m.memory.NearbyObjects, "the surroundings"))
	r.Get("/equipment-cantrip-state/{character}", latest(m.memory.EquipmentCantrips, "the equipment's spells"))
	r.Get("/dungeon-map/{landblock}", api.HandlerFunc(m.getDungeonMap))
	r.Get("/quest-status", api.HandlerFunc(m.getQuestStatus))
	r.Get("/vital-sharing/peers", api.HandlerFunc(m.getPeers))
}

func (m *Module) getVitals(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"vitals": m.memory.Vitals()})
}

// getChat answers the newest lines, of everybody or of one character.
func (m *Module) getChat(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "character", "channel", "limit")
	if err != nil {
		return err
	}
	character, channel := q.String("character", ""), q.String("channel", "")
	limit := q.Int("limit", chatLimit, 1, maxChatLines)
	if err := q.Err(); err != nil {
		return err
	}
	lines, _ := m.memory.Chat(character, channel, limit)
	return writePayloads(w, r, map[string]any{"messages": lines})
}

func (m *Module) getCharacterChat(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "channel", "limit")
	if err != nil {
		return err
	}
	channel, limit := q.String("channel", ""), q.Int("limit", chatLimit, 1, maxChatLines)
	if err := q.Err(); err != nil {
		return err
	}
	character, err := api.Path(r, "character")
	if err != nil {
		return err
	}
	lines, known := m.memory.Chat(character, channel, limit)
	if !known {
		return fault.New(fault.NotFound, "no chat of %q was heard since the server started", character)
	}
	return writePayloads(w, r, map[string]any{"character_name": character, "messages": lines})
}

// latest answers a character's latest event of a kind.
func latest(of func(character string) []byte, what string) http.HandlerFunc {
	return api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
		if _, err := api.ParseQuery(r); err != nil {
			return err
		}
		character, err := api.Path(r, "character")
		if err != nil {
			return err
		}
		found := of(character)
		if found == nil {
			return fault.New(fault.NotFound, "the plugin of %q did not tell %s since the server started", character, what)
		}
		return writePayloads(w, r, json.RawMessage(found))
	})
}

func (m *Module) getDungeonMap(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	text, err := api.Path(r, "landblock")
	if err != nil {
		return err
	}
	block, ok := event.ParseLandblock(text)
	if !ok {
		return fault.New(fault.Invalid, "landblock is %q; it wants four hexadecimal digits such as 01D9", text).WithField("landblock")
	}
	found := m.memory.DungeonMap(block)
	if found == nil {
		return fault.New(fault.NotFound, "no plugin has sent the map of landblock %s; a live socket may ask for it", block)
	}
	return writePayloads(w, r, json.RawMessage(found))
}

func (m *Module) getQuestStatus(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"quests": m.memory.Quests()})
}

func (m *Module) getPeers(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	peers := m.memory.Peers()
	for i := range peers {
		peers[i].PluginConnected = m.plugins.connected(peers[i].CharacterName)
	}
	return writePayloads(w, r, map[string]any{"peers": peers})
}

// writePayloads answers with events as they came, or 304 if the caller has that
// very answer. Free JSON inside of an event may hold a name twice, which other
// answers must not.
func writePayloads(w http.ResponseWriter, r *http.Request, v any) error {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err
	}
	if api.NotModified(w, r, api.ETag(body.Bytes())) {
		return nil
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(body.Bytes()) // the only failure left is that the caller is gone
	return nil
}
