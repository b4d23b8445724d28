// Package solvetest holds solvers of the suit problem against each other: seeded
// inventories as players have them, small problems with every feature in them, a
// brute force that is exact by definition, a slow solver that stays as it is, and
// small instances whose best suits are known.
//
// Only tests import it.
package solvetest
