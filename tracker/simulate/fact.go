package simulate

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// FactOf reads a fact out of an event in the server's spelling: as it is
// broadcast, or as it stands in the log. There numbers are numbers, the timestamp
// is there, and only telemetry may be without a type. Of families that no counter
// knows it reads the envelope.
func FactOf(payload []byte) (Fact, error) {
	var e struct {
		Type      *string   `json:"type"`
		Character string    `json:"character_name"`
		Session   string    `json:"session_id"`
		Time      time.Time `json:"timestamp"`
	}
	if err := json.Unmarshal(payload, &e); err != nil {
		return Fact{}, fmt.Errorf("simulate: envelope of %.80q: %w", payload, err)
	}
	f := Fact{Type: "telemetry", Character: e.Character, Session: e.Session, Time: e.Time, Deaths: -1}
	if e.Type != nil {
		f.Type = *e.Type
	}
	var err error
	switch f.Type {
	case "telemetry", "rare", "spawn", "portal":
		err = f.readCounted(payload)
	case "full_inventory", "inventory_delta":
		err = f.readItems(payload)
	}
	if err != nil {
		return Fact{}, fmt.Errorf("simulate: %s %.80q: %w", f.Type, payload, err)
	}
	return f, nil
}

// told is what the model looks at of an item. Its id may be signed.
type told struct {
	ID   int64 `json:"Id"`
	Ints struct {
		Worn  int64 `json:"10"`
		Stack int64 `json:"12"`
	} `json:"IntValues"`
}

// readItems reads which items an event is about.
func (f *Fact) readItems(payload []byte) error {
	var p struct {
		Items  []told `json:"items"`
		Count  *int   `json:"item_count"`
		Action string `json:"action"`
		Item   *told  `json:"item"`
		ItemID int64  `json:"item_id"`
	}
	if err := json.Unmarshal(payload, &p); err != nil {
		return err
	}
	f.Name, f.Torn = p.Action, p.Count != nil && *p.Count != len(p.Items)
	if p.Action == "remove" {
		f.Items = strconv.FormatInt(int64(uint32(p.ItemID)), 10)
		return nil
	}
	if p.Item != nil {
		p.Items = append(p.Items, *p.Item)
	}
	var b []byte
	for n, i := range p.Items {
		if n > 0 {
			b = append(b, ' ')
		}
		b = appendItem(b, int64(uint32(i.ID)), i.Ints.Stack, i.Ints.Worn)
	}
	f.Items = string(b)
	return nil
}

// readCounted reads what the counters look at.
func (f *Fact) readCounted(payload []byte) error {
	var p struct {
		Kills  int64   `json:"kills"`
		Deaths *int    `json:"deaths"`
		Name   string  `json:"name"`
		Mob    string  `json:"mob"`
		Portal string  `json:"portal_name"`
		NS     float64 `json:"ns"`
		EW     float64 `json:"ew"`
	}
	if err := json.Unmarshal(payload, &p); err != nil {
		return err
	}
	f.Kills, f.NS, f.EW = p.Kills, p.NS, p.EW
	if p.Deaths != nil {
		f.Deaths = *p.Deaths
	}
	f.Name = map[string]string{"rare": p.Name, "spawn": p.Mob, "portal": p.Portal}[f.Type]
	return nil
}
