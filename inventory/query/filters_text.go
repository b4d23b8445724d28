package query

import "strings"

func textFilters() []Filter {
	return []Filter{
		{Name: "name", Form: FormTerm, Help: "The item's name, without its material.", Example: `name:"covenant helm"`, place: PlaceName,
			mistaken: []string{"title", "called", "item"}, like: func(f *Facts) []string {
				if list := f.Strings(PlaceName); list != nil {
					return []string{"name:=" + quoteValue(list[0])}
				}
				return nil
			}},
		{Name: "text", Form: FormTerm, Help: "Everything written on it: name, set, spells, inscription, descriptions, makers.", Example: `text:"frozen fortress"`,
			place: PlaceText, mistaken: []string{"description", "desc", "inscription", "any"}},
		{Name: "char", Form: FormTerm, Help: "The character that has it.", Example: `char:="Mule A"`, place: PlaceOwner,
			mistaken: []string{"character", "owner", "mule", "player", "who"}},
	}
}

// spaced makes blanks of the underscores that stand for them in values.
func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }
