// Package simulate plays many game plugins against a server: the demo, the load
// tool and a living example of the plugin socket contract.
//
// A World is pure. It holds a number of clients, each of which carries one
// character or a few, and it knows neither a clock nor a socket: Step lets a
// length of life go by and returns what the plugins would have sent, as
// finished frames. Characters hunt in groups at real places, run from town to
// town over land, take portals and recalls, die, find rares, talk, go idle, log
// off and on, and go down into dungeons. They carry things, find and sell some, and
// pass others from hand to hand within their group. Some of them play old plugins, with the
// habits that the contract asks the server to bear (see Quirk).
//
// What a client sends depends on nothing but the seed, the number of clients,
// the interval between reports and the times that are handed in. Clients share
// no state: what the members of a group have in common, each of them works out
// from the same seed. So every client can be stepped on its own, at its own pace.
//
// A Runner gives each client of a World a socket: it steps them in time, or as
// fast as the server takes it, connects again when the server goes away, and
// answers as a plugin does. A Model is the contract's counters, written a second
// time, from the contract's text and in the plainest way. Tests feed it the
// events in the order in which the server took them and compare.
package simulate
