package query

import "slices"

// Node is a part of a query: And, Or, Not, Word or Leaf.
type Node interface{ node() }

// And is true where all of its nodes are. It has two or more, none of them an And.
type And struct{ Nodes []Node }

// Or is true where one of its nodes is. It has two or more, none of them an Or.
type Or struct{ Nodes []Node }

// Not is true where its node is not. Its node is no Not.
type Not struct{ Node Node }

// Word is text that must stand somewhere on the item, see Place.
type Word struct{ Text string } // folded, never empty

func (*And) node()  {}
func (*Or) node()   {}
func (*Not) node()  {}
func (*Word) node() {}
func (*Leaf) node() {}

// Query is a search.
type Query struct {
	Root  Node   // nil finds everything
	Title string // of a saved search; in the text it is a comment at the end
}

// All joins nodes so that each must be true. Nil nodes ask for nothing and are
// left out; of nothing it makes nil.
func All(nodes ...Node) Node {
	list := flatten(nodes, func(n Node) []Node {
		if a, ok := n.(*And); ok {
			return a.Nodes
		}
		return nil
	})
	if len(list) > 1 {
		return &And{list}
	}
	return first(list)
}

// Any joins nodes so that one must be true. Nil nodes are left out; of nothing it
// makes nil, which finds everything.
func Any(nodes ...Node) Node {
	list := flatten(nodes, func(n Node) []Node {
		if o, ok := n.(*Or); ok {
			return o.Nodes
		}
		return nil
	})
	if len(list) > 1 {
		return &Or{list}
	}
	return first(list)
}

// Negate makes the opposite of a node; the opposite of nil is nil.
func Negate(n Node) Node {
	switch n := n.(type) {
	case nil:
		return nil
	case *Not:
		return n.Node
	default:
		return &Not{n}
	}
}

func flatten(nodes []Node, inner func(Node) []Node) []Node {
	var list []Node
	for _, n := range nodes {
		switch more := inner(n); {
		case n == nil:
		case more != nil:
			list = append(list, more...)
		default:
			list = append(list, n)
		}
	}
	return slices.Clip(list)
}

func first(nodes []Node) Node {
	if len(nodes) == 0 {
		return nil
	}
	return nodes[0]
}

// Walk calls visit for a node and all below it, in written order.
func Walk(n Node, visit func(Node)) {
	if n == nil {
		return
	}
	visit(n)
	switch n := n.(type) {
	case *And:
		for _, c := range n.Nodes {
			Walk(c, visit)
		}
	case *Or:
		for _, c := range n.Nodes {
			Walk(c, visit)
		}
	case *Not:
		Walk(n.Node, visit)
	}
}
