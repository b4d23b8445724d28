// Package item says what an item of the game is, and reads it from what plugins
// send: the Decal world object, dictionaries keyed by property id.
//
// An Item is a function of the object it was decoded from. Decode finds every
// column of the inventory tables in it, the derived ones included: kind, slots,
// base armor level, total rating, names. Raw keeps the whole object in one
// canonical spelling, so that nothing that a plugin ever said is lost and an item
// can be decoded again when the rules learn something new.
//
// Unknown is not zero. A field that is nil was not told; a field that is 0 was
// told to be 0. Names that no table has stay visible as numbers.
//
// Two observations of one item are joined by Merge: what an appraisal found is
// not forgotten because somebody looked at the item without appraising it.
//
// The package is pure: it reads no clock, no file and no database.
package item
