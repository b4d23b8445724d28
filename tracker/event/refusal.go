package event

import "fmt"

// Reason says why an event was refused. The list is closed: fit for a label.
type Reason string

// The reasons.
const (
	ReasonNotJSON      Reason = "not_json"      // the frame is no JSON
	ReasonNotAnObject  Reason = "not_an_object" // JSON, but no object
	ReasonNoType       Reason = "no_type"       // no type, or one that is no string
	ReasonBadType      Reason = "bad_type"      // a share_* type that is too long or holds control characters
	ReasonUnknownType  Reason = "unknown_type"  // a newer plugin's: to be counted and ignored, not answered
	ReasonNoCharacter  Reason = "no_character"  // no character_name
	ReasonBadCharacter Reason = "bad_character" // blank, too long, no string, control characters
	ReasonMissingValue Reason = "missing_value" // a required member is absent or null
	ReasonBadValue     Reason = "bad_value"     // a required member has the wrong type or is out of range
)

// Refusal is the error of an event that is dropped. None of its texts holds
// anything that the sender wrote, but for Type's suffix of a share_* type.
type Refusal struct {
	Type    string // the event's type; "" where the frame has none or an unknown one
	Family  Family // what it belongs to: with Reason the metric's labels
	Reason  Reason
	Message string // a sentence for the plugin's author
}

// Error is the message with what was refused.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s event refused: %s", r.Family, r.Message)
}

// Answered tells whether the plugin is told: an unknown type is only counted.
func (r *Refusal) Answered() bool { return r.Reason != ReasonUnknownType }

// Reasons lists the reasons.
func Reasons() []Reason {
	return []Reason{
		ReasonNotJSON, ReasonNotAnObject, ReasonNoType, ReasonBadType, ReasonUnknownType,
		ReasonNoCharacter, ReasonBadCharacter, ReasonMissingValue, ReasonBadValue,
	}
}
