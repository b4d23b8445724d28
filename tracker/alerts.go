package tracker

import (
	"encoding/json"
	"time"
)

// Alerts tell a guild on Discord what a player would want to know at once. The
// recorder finds their causes in log order and writes them to alert_outbox in
// the transaction of the batch; a sender of its own takes them from there. A
// cause has a key that is made of the event alone, so that whatever happens to
// the server in between, one cause is one row.

// AlertKind is what an alert tells of.
type AlertKind string

// The kinds of alerts. KindAll stands in rules only, for all of them.
const (
	KindDeath   AlertKind = "death"   // a character died
	KindIdle    AlertKind = "idle"    // online, but neither a kill nor a move for some minutes
	KindBack    AlertKind = "back"    // active again after an idle alert, online again after an offline alert
	KindOffline AlertKind = "offline" // nothing was received for some minutes
	KindRare    AlertKind = "rare"    // a great rare was found: tier 3 to 6, or of no known tier
	KindAll     AlertKind = "all"
)

// AlertState is how far a row of alert_outbox has come.
type AlertState string

// The states of a row. From waiting it goes to sending and then to sent, or to
// summarised where it went out within a summary.
const (
	AlertWaiting    AlertState = "waiting"    // to be sent
	AlertSending    AlertState = "sending"    // its message is on the way
	AlertSent       AlertState = "sent"       // Discord has confirmed it
	AlertSummarised AlertState = "summarised" // Discord has confirmed a summary with it
	AlertRepeat     AlertState = "repeat"     // perhaps sent: to be sent once more, marked as a repeat
	AlertRepeating  AlertState = "repeating"  // its repeat is on the way
	AlertUnsure     AlertState = "unsure"     // the repeat was broken off as well; it is not sent again
	AlertFailed     AlertState = "failed"     // Discord refuses this very message
	AlertQuiet      AlertState = "quiet"      // found within quiet hours; not sent
	AlertOff        AlertState = "off"        // found while there was no webhook; not sent
	AlertDryRun     AlertState = "dry_run"    // written to the log instead (DRY_RUN)
)

var alertStates = []AlertState{AlertWaiting, AlertSending, AlertSent, AlertSummarised, AlertRepeat, AlertRepeating,
	AlertUnsure, AlertFailed, AlertQuiet, AlertOff, AlertDryRun}

// Alert is one row of alert_outbox before it is written.
type Alert struct {
	Cause         string // unique, see causeKey
	Kind          AlertKind
	CharacterName string
	Payload       AlertPayload
	Quiet         bool // found within quiet hours: kept, not sent
}

// AlertPayload is what an alert says.
type AlertPayload struct {
	At     time.Time  `json:"at"`              // when it was found: receipt of the event, for silence the end of it that was seen
	Since  *time.Time `json:"since,omitzero"`  // when the idling or the silence began
	After  AlertKind  `json:"after,omitzero"`  // of back: idle or offline
	Deaths int        `json:"deaths,omitzero"` // deaths that no earlier message told of
	EW     *float64   `json:"ew,omitzero"`     // degrees
	NS     *float64   `json:"ns,omitzero"`     // degrees
	Rare   string     `json:"rare,omitzero"`   // the item's name
	Tier   int        `json:"tier,omitzero"`   // 3 to 6; 0: not known
}

// causeKey makes a cause unique: a JSON array, so that no name can imitate a
// border between two parts. Times stand in it as µs since 1970, which is what
// the log and the database hold exactly.
func causeKey(kind AlertKind, parts ...any) string {
	for i, p := range parts {
		if t, ok := p.(time.Time); ok {
			parts[i] = t.UnixMicro()
		}
	}
	text, err := json.Marshal(append([]any{kind}, parts...))
	if err != nil {
		panic(err) // texts and numbers only
	}
	return string(text)
}
