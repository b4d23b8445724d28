package query

import "overlord/inventory/item"

// Suggest makes filters that find items like a given one: of its kind, for its
// slots, of its set and material, at least as strong. Each is true of the item
// itself. Joined with blanks they are a query; a page lets people choose.
func Suggest(it *item.Item) []string {
	facts := FactsOf(it, Owner{})
	var list []string
	for _, f := range library().visible {
		if f.like != nil {
			list = append(list, f.like(facts)...)
		}
	}
	return list
}
