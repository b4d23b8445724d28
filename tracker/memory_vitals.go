package tracker

import (
	"math"
	"time"

	"overlord/tracker/event"
)

// VitalsNow are a character's vitals as far as its plugin has told them. What is
// not known is null.
type VitalsNow struct {
	CharacterName string    `json:"character_name"`
	Timestamp     time.Time `json:"timestamp"` // of the last report
	ReceivedAt    time.Time `json:"received_at"`

	HealthPercentage  event.Opt[float64] `json:"health_percentage"` // 0 to 100
	HealthCurrent     event.Opt[int64]   `json:"health_current"`    // points
	HealthMax         event.Opt[int64]   `json:"health_max"`        // points
	StaminaPercentage event.Opt[float64] `json:"stamina_percentage"`
	StaminaCurrent    event.Opt[int64]   `json:"stamina_current"`
	StaminaMax        event.Opt[int64]   `json:"stamina_max"`
	ManaPercentage    event.Opt[float64] `json:"mana_percentage"`
	ManaCurrent       event.Opt[int64]   `json:"mana_current"`
	ManaMax           event.Opt[int64]   `json:"mana_max"`
	Vitae             event.Opt[float64] `json:"vitae"` // penalty of recent deaths, percent
}

// mergeVitals is what is known after a report. Some plugins tell percentages all
// the time and points now and then: what a report does not tell stays, and
// points follow a percentage that came alone.
func mergeVitals(known *VitalsNow, ev *event.Event, v *event.Vitals) *VitalsNow {
	var now VitalsNow
	if known != nil {
		now = *known
	}
	now.CharacterName, now.Timestamp, now.ReceivedAt = ev.CharacterName, ev.Timestamp, ev.ReceivedAt
	now.Vitae = newer(now.Vitae, v.Vitae)
	mergeVital(&now.HealthPercentage, &now.HealthCurrent, &now.HealthMax, v.HealthPercentage, v.HealthCurrent, v.HealthMax)
	mergeVital(&now.StaminaPercentage, &now.StaminaCurrent, &now.StaminaMax, v.StaminaPercentage, v.StaminaCurrent, v.StaminaMax)
	mergeVital(&now.ManaPercentage, &now.ManaCurrent, &now.ManaMax, v.ManaPercentage, v.ManaCurrent, v.ManaMax)
	return &now
}

// mergeVital merges one vital. Percentage and points tell the same thing: where
// only one of them came, the other is what follows from it, or unknown.
func mergeVital(percentage *event.Opt[float64], current, most *event.Opt[int64], toldPercentage event.Opt[float64], toldCurrent, toldMost event.Opt[int64]) {
	*most = newer(*most, toldMost)
	switch {
	case toldPercentage.OK && toldCurrent.OK:
		*percentage, *current = toldPercentage, toldCurrent
	case toldPercentage.OK:
		*percentage = toldPercentage
		*current = pointsOf(toldPercentage.V, *most)
	case toldCurrent.OK:
		*current = toldCurrent
		*percentage = percentageOf(toldCurrent.V, *most)
	}
}

func newer[T any](known, told event.Opt[T]) event.Opt[T] {
	if told.OK {
		return told
	}
	return known
}

func pointsOf(percentage float64, most event.Opt[int64]) event.Opt[int64] {
	points := math.Round(percentage / 100 * float64(most.V))
	if !most.OK || math.Abs(points) > 1<<53 {
		return event.Opt[int64]{}
	}
	return event.Some(int64(points))
}

// percentageOf has one decimal, as the plugin's own.
func percentageOf(points int64, most event.Opt[int64]) event.Opt[float64] {
	if most.V <= 0 {
		return event.Opt[float64]{}
	}
	return event.Some(math.Round(float64(points)/float64(most.V)*1000) / 10)
}
