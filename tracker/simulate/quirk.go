package simulate

import "strings"

// Quirk is a set of an old plugin's habits. The contract asks the server to bear
// with all of them; Garbled alone sends what must be refused.
type Quirk uint16

// The habits.
const (
	SignedIDs     Quirk = 1 << iota // ids of objects as signed 32-bit numbers
	LocalNumbers                    // numbers in the marks of the player's country: "1.312,44"
	StringNumbers                   // all numbers of the outermost object as strings
	NoTimestamps                    // without a timestamp, or with one that cannot be read
	ReusedSession                   // the same session_id after every login, kills anew from 0
	Shrinking                       // kills fall to 0 within a session: the plugin was reloaded
	ForeignFields                   // members that no contract knows
	WrongClock                      // a clock that is 37 minutes fast
	Repeats                         // sends each rare a second time
	NoSession                       // rares without a session_id
	PlainChat                       // chat without a channel: the text begins with it
	Garbled                         // now and then a frame that is refused, or of an unknown type
	TwoSockets                      // the same character over two sockets at once
	quirksEnd
)

var quirkNames = map[Quirk]string{
	SignedIDs: "signed ids", LocalNumbers: "local numbers", StringNumbers: "string numbers", NoTimestamps: "no timestamps",
	ReusedSession: "reused session", Shrinking: "shrinking session", ForeignFields: "foreign fields", WrongClock: "wrong clock",
	Repeats: "repeated rares", NoSession: "rares without session", PlainChat: "plain chat", Garbled: "garbled frames", TwoSockets: "two sockets",
}

// Quirks returns every habit on its own.
func Quirks() []Quirk {
	var all []Quirk
	for q := Quirk(1); q < quirksEnd; q <<= 1 {
		all = append(all, q)
	}
	return all
}

// Has tells whether q includes all of other.
func (q Quirk) Has(other Quirk) bool { return q&other == other }

// String lists the habits; it is empty for a plugin of today.
func (q Quirk) String() string {
	var names []string
	for _, one := range Quirks() {
		if q.Has(one) {
			names = append(names, quirkNames[one])
		}
	}
	return strings.Join(names, ", ")
}

// TellsTime tells whether the plugin's timestamps are to be believed. Where they
// are not, the server puts the time of receipt in their place.
func (q Quirk) TellsTime() bool { return q&(NoTimestamps|WrongClock) == 0 }

// oldPlugin is the set of habits of the n-th old plugin: every habit comes up
// once in a round, some together with a second one.
func oldPlugin(n int) Quirk {
	all := Quirks()
	q := all[n%len(all)]
	if round := n / len(all); round%2 == 1 {
		q |= all[(n*5+round)%len(all)]
	}
	return q
}
