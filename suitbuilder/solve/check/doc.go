// Package check tells whether a suit is one: whether every piece in it may be
// worn as it says, whether all that the request demands is there, and whether its
// score is what the pieces add up to. Every suit passes here before it leaves the
// process, so that a mistake of the solver's is never a mistake on somebody's
// character.
//
// It is written from the rules of the game and of the request alone and shares no
// code with the solver, only the types that both speak: two readings of one page
// seldom go wrong in the same place. It is pure and looks at one suit at a time;
// that there is no better one is for the solver to prove.
package check
