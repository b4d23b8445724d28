// Package event knows what a game plugin says. It turns one text frame of the
// plugin socket into an *Event: typed, checked against the contract, its
// numbers numbers, and safe to store.
//
// Plugins in the field cannot be changed from here, so the rule is: a value
// that an event cannot do without refuses the event (*Refusal); everything else
// is mended and counted (Notes), and the event is kept.
//
// # The payload
//
// Decode also writes the event anew. Event.Payload is what the log keeps, what
// browsers get and what ends in jsonb columns. It is one JSON object without
// white space, valid UTF-8 without U+0000, and it always begins
//
//	{"type":"…","character_name":"…","timestamp":"…"
//
// Then come the members that the family knows, in the order of the contract's
// table, then all others in the order of their arrival. A known member that is
// absent, null or could not be read is left out; an unknown member keeps its
// null. Strings that are numbers in the contract are numbers there.
//
// # Mending
//
// PostgreSQL's text and jsonb refuse U+0000, lone surrogates, and numbers with
// more digits than its numeric has. So, wherever they occur outside of required
// strings, U+0000 is removed, lone surrogates and invalid UTF-8 become U+FFFD,
// and numbers that float64 cannot hold become null. A member whose value is
// nested deeper than 64 is left out. Decoding a payload again mends nothing: it
// gives the same event and the same payload.
//
// # Clock
//
// The package has none: the time of receipt is handed in. Decode replaces a
// timestamp that is more than ten minutes away from it; Redecode, for what was
// accepted before, does not.
//
// Everything an Event holds may be shared between goroutines and must not be
// changed: its raw members are slices of its payload.
package event
