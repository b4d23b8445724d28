// Package query is the language in which items are searched: one box that finds
// any item of any character.
//
//	is:armor al:>=300 (dr:>0 or cdr:>0) -char:mule
//
// A query is words and filters side by side, joined by and, or, not and
// parentheses. A word is text that an item must carry somewhere; a filter is a
// name, a colon and what it asks. Parse makes a tree of it, or an Error that says
// where the text is wrong and what was probably meant. The tree's String is the
// canonical form: one spelling for each query, which is what addresses, saved
// searches and the history hold. Parsing it gives the same tree.
//
// There is one table of filters (Filters). It drives the parser, the evaluation,
// completion while typing (Complete), the help text, and the query that finds
// items like a given one (Suggest). A new filter is a new row.
//
// What filters look at are the Facts of an item. Match evaluates a query over
// them one item at a time: it is slow, plain, and the measure by which the index
// is tested. The package is pure: it knows no database, no clock, no network.
package query
