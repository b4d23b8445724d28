package solvetest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

// Same tells how two rankings of one problem differ; "" where they are equal byte
// for byte.
func Same(p *solve.Problem, got, want []solve.Suit) string {
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return fmt.Sprintf("suit %d is missing:\n%s", i+1, Show(p, &want[i]))
		case i >= len(want):
			return fmt.Sprintf("suit %d is not one of the best %d:\n%s", i+1, len(want), Show(p, &got[i]))
		case fmt.Sprint(got[i]) != fmt.Sprint(want[i]):
			return fmt.Sprintf("suit %d is\n%snot\n%s", i+1, Show(p, &got[i]), Show(p, &want[i]))
		}
	}
	return ""
}

// Show writes a suit for people.
func Show(p *solve.Problem, s *solve.Suit) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  score %v\n", s.Score)
	for _, w := range s.Worn {
		var slots []string
		for _, at := range w.Slots.List() {
			slots = append(slots, solve.SlotNames[at])
		}
		fmt.Fprintf(&b, "  %d of %s on %s, reduced %v\n", w.ItemID, w.Owner, strings.Join(slots, "+"), w.Reduced)
	}
	return b.String()
}

// Code writes a problem as Go source, to be pasted into a test.
func Code(p *solve.Problem) string {
	var b strings.Builder
	b.WriteString("p := &solve.Problem{Request: " + fmt.Sprintf("%#v", p.Request) + ", Pieces: []solve.Piece{\n")
	for _, piece := range p.Pieces {
		fmt.Fprintf(&b, "\t%s,\n", strings.TrimPrefix(fmt.Sprintf("%#v", piece), "solve.Piece"))
	}
	b.WriteString("}}")
	return b.String()
}

// Against runs a solver and holds what it says against the known ranking: it must
// be proved, valid, and equal byte for byte, and its suits on the way must be
// valid and better each time.
func Against(ctx context.Context, solver solve.Solver, p *solve.Problem, o solve.Options, want []solve.Suit) error {
	var onTheWay error
	var last *solve.Suit
	o.OnSuit = func(s solve.Suit) {
		switch err := check.Suit(p, &s); {
		case err != nil:
			onTheWay = errors.Join(onTheWay, fmt.Errorf("on the way: %w", err))
		case last != nil && check.Compare(p, &s, last) >= 0:
			onTheWay = errors.Join(onTheWay, fmt.Errorf("on the way a suit is no better than the one before it:\n%s%s", Show(p, &s), Show(p, last)))
		}
		last = &s
	}
	result, err := solver(ctx, p, o)
	if err != nil {
		return err
	}
	if onTheWay != nil {
		return onTheWay
	}
	if !result.Optimal {
		return fmt.Errorf("it is not proved; limit %d after %d nodes", result.Limit, result.Nodes)
	}
	if err := check.Ranking(p, result.Suits); err != nil {
		return err
	}
	if diff := Same(p, result.Suits, want); diff != "" {
		return errors.New(diff)
	}
	return nil
}
