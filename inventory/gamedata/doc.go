// Package gamedata holds what is true of the game itself: its towns, dungeons,
// rares, spells, properties. The tables lie in tables/ as tab-separated text and
// are part of the binary; each is parsed when it is first asked for.
//
// The facts come from the public projects ACE, ACE-World-16PY and its patches,
// ACE-PCAP-Exports, Mag-Plugins, GoArrow's Crossroads of Dereth atlas and
// DerethMaps. What a column means is said where it is read.
//
// Coordinates are those that players write, as decimals: north and east
// positive, south and west negative. The map reaches from -101.95 to 102.05 on
// both axes; one unit is 240 m, a landblock of 192 m is 0.8 units wide. Only
// places outdoors have such coordinates.
//
// Tables of names go both ways: Names finds an id's name, and the ids whose name
// contains some text, folded as Fold does everywhere. An id that no table knows is
// legal, servers add their own; it stays visible as a number.
//
// The package imports nothing of the server, so that every part may use it.
package gamedata
