// Package querytest makes what searches are tested and measured with: inventories
// such as players have them, and the queries that they ask. The same seed makes
// the same items.
package querytest
