package solve

import (
	"context"
	"slices"
	"sync"
)

// WhatIf answers questions about one problem: what its best suit would be with a
// demand more, or with a piece more. It looks only at the pieces that such suits can
// be of, which are few among many, so that dozens of questions take the time of one
// search.
type WhatIf struct {
	p      *Problem
	thin   Problem
	back   []int // pieces of thin in p
	offers []int // by wanted cantrip: items that have it and may be worn
	ready  bool  // thin and offers are
	best   *Suit
	o      Options
}

// NewWhatIf is for questions about a problem and its best suit. Only the first question
// costs more than the others. The error is an *InvalidError.
func NewWhatIf(p *Problem, best *Suit, o Options) (*WhatIf, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	o.OnSuit, o.OnProgress = nil, nil
	if o.Memory <= 0 {
		o.Memory = defaultMemory
	}
	o.Memory /= int64(max(o.Workers, 1)) // as many questions are asked at a time
	return &WhatIf{p: p, best: best, o: o}, nil
}

// prepare makes ready for questions; false where the context ended before that.
func (w *WhatIf) prepare(ctx context.Context) bool {
	if w.ready {
		return true
	}
	asked := w.p.Request
	asked.Cantrips = slices.Clone(asked.Cantrips)
	for i := range asked.Cantrips {
		asked.Cantrips[i].Required = true
	}
	w.ready = w.thinOut(ctx, asked) && w.count(ctx, asked)
	return w.ready
}

// thinOut leaves out the pieces whose options all have others that stand in for
// them. What stands in for an option does so whatever else is worn, so it still does
// with a piece more; and for a cantrip that may be demanded, if that counts as wanted.
//
// All wanted cantrips are demanded of the request, so that all of them count.
func (w *WhatIf) thinOut(ctx context.Context, asked Request) bool {
	w.thin, w.back = Problem{Request: w.p.Request}, nil
	w.thin.Request.Top = 1
	m := newModel(ctx, &Problem{Pieces: w.p.Pieces, Request: asked}, 0, w.o.Workers)
	left := m.dominate(m.everything(), m.largest(), wholeOrder, 1)
	if ctx.Err() != nil {
		return false // of what was not done in time nothing may be left out
	}
	keep := make([]bool, len(w.p.Pieces))
	for _, o := range left {
		keep[m.options[o].piece] = true
	}
	for i, kept := range keep {
		if kept {
			w.thin.Pieces, w.back = append(w.thin.Pieces, w.p.Pieces[i]), append(w.back, i)
		}
	}
	return true
}

// solve finds the best suit where something was changed. It is nil where there is
// none, proved or not.
func (w *WhatIf) solve(ctx context.Context, workers int, change func(*Problem)) (best *Suit, proved bool) {
	q := &Problem{Pieces: w.thin.Pieces, Request: w.thin.Request}
	change(q)
	o := w.o
	o.Workers = workers
	r, err := Solve(ctx, q, o)
	if err != nil || len(r.Suits) == 0 {
		return nil, err == nil && r.Optimal
	}
	best = &r.Suits[0]
	for i := range best.Worn {
		if at := &best.Worn[i].Piece; *at < len(w.back) {
			*at = w.back[*at]
		} else {
			*at = len(w.p.Pieces)
		}
	}
	return best, r.Optimal
}

// count counts the items that have each wanted cantrip and may be worn, whatever is
// locked.
func (w *WhatIf) count(ctx context.Context, asked Request) bool {
	asked.Locked = nil
	having := &Problem{Request: asked}
	for i := range w.p.Pieces {
		piece := &w.p.Pieces[i]
		if slices.ContainsFunc(asked.Cantrips, func(c Wanted) bool { return piece.offers(&c) }) {
			having.Pieces = append(having.Pieces, *piece)
		}
	}
	m := newModel(ctx, having, 0, w.o.Workers)
	if ctx.Err() != nil {
		return false
	}
	w.offers = make([]int, len(asked.Cantrips))
	seen := map[int64]uint64{}
	for i := range m.options {
		x := &m.options[i]
		for f := x.family &^ seen[x.item]; f != 0; f &= f - 1 {
			w.offers[lowBit(f)]++
		}
		if x.family != 0 {
			seen[x.item] |= x.family
		}
	}
	return true
}

// Added is the best suit if there were one piece more, which no exclusion refuses;
// its index is one after those of the problem.
func (w *WhatIf) Added(ctx context.Context, piece Piece) (best *Suit, proved bool) {
	if !w.prepare(ctx) {
		return nil, false
	}
	return w.solve(ctx, w.o.Workers, func(q *Problem) { q.add(piece) })
}

// add puts a piece to a problem's and takes it from the exclusions.
func (p *Problem) add(piece Piece) {
	p.Pieces = append(slices.Clone(p.Pieces), piece)
	p.Request.Excluded = slices.DeleteFunc(slices.Clone(p.Request.Excluded), func(x Exclusion) bool { return x.ItemID == piece.ItemID })
}

// each does n things, on as many workers as the options give.
func (w *WhatIf) each(n int, do func(i int)) {
	var group sync.WaitGroup
	next := make(chan int)
	for range min(max(w.o.Workers, 1), n) {
		group.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
}
