package tracker

import (
	"encoding/json"
	"strings"
	"time"

	"overlord/tracker/event"
)

// Derived is a transition that the server found out by itself: player_online,
// player_offline, idle, active or death.
type Derived struct {
	Type          string
	CharacterName string
	Timestamp     time.Time // when it was found out
	Since         time.Time // when what it tells of began
	Death         *Death    // of a death only
}

// Death is where a character died, and its session's count of deaths then.
type Death struct {
	Deaths int32
	EW, NS float64
	Z      event.Opt[float64]
}

// MarshalJSON writes the event as browsers get it.
func (d Derived) MarshalJSON() ([]byte, error) {
	out := struct {
		Type          string    `json:"type"`
		CharacterName string    `json:"character_name"`
		Timestamp     time.Time `json:"timestamp"`
		Since         time.Time `json:"since"`
		Deaths        *int32    `json:"deaths,omitempty"`
		EW            *float64  `json:"ew,omitempty"`
		NS            *float64  `json:"ns,omitempty"`
		Z             *float64  `json:"z,omitempty"`
	}{Type: d.Type, CharacterName: d.CharacterName, Timestamp: d.Timestamp.UTC(), Since: d.Since.UTC()}
	if d.Death != nil {
		out.Deaths, out.EW, out.NS = &d.Death.Deaths, &d.Death.EW, &d.Death.NS
		out.Z = d.Death.Z.Ptr()
	}
	return json.Marshal(out)
}

// death is the event for a telemetry in which the session's deaths rose.
func death(ev *event.Event, t *event.Telemetry) Derived {
	return Derived{
		Type: "death", CharacterName: ev.CharacterName, Timestamp: ev.Timestamp, Since: ev.Timestamp,
		Death: &Death{Deaths: t.Deaths.V, EW: t.EW, NS: t.NS, Z: t.Z},
	}
}

// isCombat tells whether VTank, the players' macro, reports that it fights.
func isCombat(vtState string) bool { return strings.EqualFold(vtState, "combat") }
