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
//   - Owners are counted by beams that keep the fewest (owners.go, prove.go), on all
//     options that what is proved so far leaves (runner.go).
//   - The second best and those after it are the first ones of parts of the problem
//     (top.go).
//
// Explanations are further searches: what is in the way of any suit (conflict.go),
// what a missing cantrip would cost, and what is worth looking for (explain.go), asked
// of the few pieces that such suits can be of (whatif.go).
//
// # What is slow
//
// Of 72 generated inventories of 25,000 pieces and 24 wanted families (major, epic and
// legendary, with two sets and without), the median is proved in 64 ms of one
// processor, and two take more than two seconds: 4.1 and 8.4; of 5,000 pieces one does,
// with 3.5; of 1,500 none, with 0.8 at most. In these the program of a rating has a
// fractional optimum far above the best suit (22.99 where 20 is right), so that the
// bound of that stage removes little from then on, and beams of some 100,000 states
// have to tell: a third of the time for the later ratings, the rest for owners and the
// last tie. Two things have helped so far. One beam that keeps the fewest owners, in
// place of one for each number of them, took the worst from more than 17 seconds to
// 8.4. Repair whose patience ends took the one of 5,000 pieces from 14.5 to 3.5. Cuts
// on the ratings are what would help next.
package solve
