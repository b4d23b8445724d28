// Package solve finds the best suit of gear that a guild's pieces can make, and
// proves it.
//
// The problem is exact: choose at most one option of each item (worn as it is,
// or reduced to one slot, left or right for rings and bracelets) so that no slot
// and no coverage bit is used twice and every demand of the request holds, and
// make the request's criteria as good as possible, in their order: the second
// counts only among suits that are equal in the first. What is equal in all of
// them is decided by the last tie (fewest pieces, then ids), so that there is one
// best suit and one second best.
//
// The package is pure: no input or output, no clock, no randomness. It stops when
// its context ends or when its bounds on states and memory are reached, and then
// says so and gives a bound that is true.
//
// The problem and its rules stand here in problem.go, slots.go and suit.go; a
// checker that shares no code with the solver can be written from these alone.
package solve
