package query

import (
	"fmt"
	"slices"
	"strings"
)

// Where makes a filter without text: Where("al", ">=", "500"), Where("set", "",
// "Adept's Set", "14") for one of several, Where("name", "=", "Ring") for the
// whole name. Values are taken as they are: nothing in them quotes, separates or
// negates. The error is an *Error that points nowhere.
//
// Beside the filters of the language it knows type, the kind of item as items
// store it (item_type), of which is: names the useful ones.
func Where(filter, op string, values ...string) (Node, error) {
	i := slices.IndexFunc(library().list, func(f *Filter) bool { return f.Name == filter || slices.Contains(f.Aliases, filter) })
	if i < 0 {
		return nil, &Error{Kind: UnknownFilter, Message: fmt.Sprintf("there is no filter %s:", filter)}
	}
	if op != "" && !slices.Contains(operators, op) {
		return nil, &Error{Kind: WrongForm, Message: fmt.Sprintf("there is no operator %s", op)}
	}
	v := rawValue{op: op}
	for _, text := range values {
		v.terms = append(v.terms, rawTerm{text: text})
	}
	if len(v.terms) == 0 {
		return nil, &Error{Kind: Incomplete, Message: "the value is missing"}
	}
	leaf, err := library().list[i].read(v)
	if err != nil {
		return nil, &Error{Kind: err.kind, Message: err.message, Suggestion: err.suggestion}
	}
	return leaf, nil
}

// OfKind asks for a kind of items as they store it (item_type): with is: where that
// has the word, so that the query can be written.
func OfKind(name string) (Node, error) {
	if stored := storedType(FoldValue(name)); IsKind(stored) {
		return Where("is", "", stored)
	}
	return Where("type", "=", name)
}

// storedType is a folded kind as items store it, in which blanks are "_".
func storedType(folded string) string { return strings.ReplaceAll(folded, " ", "_") }

// Text makes the search for a phrase, as a quoted word does; nil of a blank one.
func Text(phrase string) Node {
	if folded := Fold(phrase); folded != "" {
		return &Word{folded}
	}
	return nil
}
