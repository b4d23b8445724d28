// Package upgrade finds what would be better than what a character wears, and who
// would gain from an item.
//
// One piece is better than another if it is nowhere worse and somewhere better in
// four things: base armor level, total rating, number of legendary cantrips and
// maximum damage. What is not known counts as nothing. Which cantrips come and go
// is told beside, since only a person knows which of them matter.
//
// The package is pure: it looks at the slices it is given and changes nothing.
package upgrade
