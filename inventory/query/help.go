package query

// FilterHelp is a filter as the help page shows it.
type FilterHelp struct {
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"`
	Takes   string   `json:"takes"`            // what may stand behind the colon
	Help    string   `json:"help"`             // a sentence
	Example string   `json:"example"`          // a query
	Values  []Choice `json:"values,omitempty"` // of a filter with a fixed list
}

// Help explains all filters, in the order of the help page.
func Help() []FilterHelp {
	list := make([]FilterHelp, 0, len(library().visible))
	for _, f := range library().visible {
		h := FilterHelp{Name: f.Name, Aliases: f.Aliases, Takes: f.Takes(), Help: f.Help, Example: f.Example}
		if f.Form == FormChoice {
			h.Values = f.Choices()
		}
		list = append(list, h)
	}
	return list
}
