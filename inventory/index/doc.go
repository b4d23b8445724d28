// Package index answers searches over all items of all characters from memory.
//
// Each character is an immutable Segment: a column for everything that can be
// compared or sorted, posting lists for everything that has names, and each
// distinct text once. A filter makes a set of bits of a segment; and, or and not
// are operations on words; a total counts bits, a page is a bounded selection, and
// facets are counted in the same pass.
//
// Segments are built aside and swapped in by Replace: a search works on the state
// that it found when it began, and never waits. Texts are matched once per
// distinct text: the folded texts of all segments lie one after the other in a
// dictionary that is searched as a whole.
//
// The index knows no database. Its meaning is that of query.Match, item by item,
// and its tests compare with that.
package index
