// Package magtools reads the inventories that Mag-Tools, a plugin of the game,
// keeps as files: one of each character, named NAME.Inventory.xml, in a folder of
// each server. They hold the same objects as plugins send over the socket, written
// by .NET's serialiser; Objects gives them back as such.
//
// The files come from strangers' disks. Nothing of one is kept in memory but the
// object that is being read, and every length has a bound.
package magtools
