package query

import "strings"

func textFilters() []Filter {
	return []Filter{
		{Name: "name", Form: FormTerm, Help: "The item's name, without its material.", Example: `name:"covenant helm"`, place: PlaceName,
			mistaken: []string{"title", "called", "item"}, like: func(f *Facts) []string {
				list := f.Strings(PlaceName)
				if list == nil || strings.Contains(list[0], "_") { // which a value cannot ask for
					return nil
				}
				return []string{"name:=" + Written(list[0])}
			}},
		{Name: "text", Form: FormTerm, Help: "Everything written on it: name, set, spells, inscription, descriptions, makers.", Example: `text:"frozen fortress"`,
			place: PlaceText, mistaken: []string{"description", "desc", "inscription", "any"}},
		{Name: "char", Form: FormTerm, Help: "The character that has it.", Example: `char:="Mule A"`, place: PlaceOwner,
			mistaken: []string{"character", "owner", "mule", "player", "who"}},
	}
}
