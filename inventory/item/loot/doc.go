// Package loot makes believable items up, by a seed: what characters wear, what
// mules hoard, and what lies between it. The simulator gives them to its
// characters; tests and benches fill stores and indexes with them.
//
// How often what comes follows inventories as players keep them: a hoarded piece
// has one to four cantrips, most of them major or epic; half of the armor carries
// one of the 17 sets of loot, a quarter has ratings, a quarter covers several
// slots. The same seed makes the same items.
package loot
