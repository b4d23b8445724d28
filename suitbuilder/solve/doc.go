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
//
// # How it works
//
// One stage at a time (form.go): first the demands, then the criteria, then the count
// of pieces; each with all those before it held at their best.
//
//   - Pieces become options with a few numbers each (project.go), and options for
//     which a suit always has something as good are left out (dominance.go).
//   - The body falls apart into components that share nothing (components.go). For
//     given prices of families, sets and closed stages the best packing of each is
//     found in a table (oracle.go), and their sum bounds the stage from above, exactly,
//     in integers, whatever the prices are (lagrange.go).
//   - A small linear program over packings finds good prices (master.go, simplex.go,
//     duals.go). Its floats only guide. What cannot be in a suit as good as the best
//     known goes for good.
//   - In most stages the bound then equals the best known suit. Else suits are changed
//     piece by piece (repair.go), and built in layers, all at once (beam.go), steered by
//     prices that tell how scarce things are (guide.go). A beam that never had to be cut
//     is a proof; one that had to be is made wider.
//   - Owners are counted by beams that may have one owner more each time (owners.go,
//     prove.go), on all options that what is proved so far leaves (runner.go).
//   - The second best and those after it are the first ones of parts of the problem
//     (top.go).
//
// Explanations are further searches: what is in the way of any suit (conflict.go),
// what a missing cantrip would cost, and what is worth looking for (explain.go), asked
// of the few pieces that such suits can be of (whatif.go).
package solve
