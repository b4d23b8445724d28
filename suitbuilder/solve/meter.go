package solve

import (
	"context"
	"slices"
)

// meter counts what a search does, stops it, and tells those who listen.
type meter struct {
	ctx     context.Context
	options Options
	nodes   int64
	limit   Limit
	phase   Phase
	alive   int
	best    []int64 // score over the model's stages, of the best suit announced
	suit    suit
	quiet   bool // sub-searches do not announce suits
	bound   Bound
	memory  int64
}

const defaultMemory = 512 << 20

func newMeter(ctx context.Context, o Options) *meter {
	m := &meter{ctx: ctx, options: o, memory: o.Memory, phase: PhaseReduce, bound: Bound{Criterion: -1}}
	if m.memory <= 0 {
		m.memory = defaultMemory
	}
	return m
}

// stopped tells whether the search has to end, and remembers why.
func (t *meter) stopped() bool {
	if t.limit != LimitNone {
		return true
	}
	if t.options.MaxNodes > 0 && t.nodes > t.options.MaxNodes {
		t.limit = LimitNodes
	} else if t.ctx.Err() != nil {
		t.limit = LimitStopped
	}
	return t.limit != LimitNone
}

// trace tells a test what is going on.
func (t *meter) trace(format string, args ...any) {
	if t.options.trace != nil {
		t.options.trace(format, args...)
	}
}

// found announces a suit that is better than those before it.
func (t *meter) found(m *model, list suit, score []int64) {
	if t.quiet || !m.feasible(score) {
		return
	}
	if t.best != nil {
		if c := compareWords(score, t.best); c < 0 || c == 0 && m.lists(list, t.suit) >= 0 {
			return
		}
	}
	t.best, t.suit = slices.Clone(score), slices.Clone(list)
	if t.options.OnSuit != nil {
		t.options.OnSuit(m.present(list))
	}
}

// tell reports progress.
func (t *meter) tell(m *model, alive int) {
	if t.options.OnProgress == nil || t.quiet {
		return
	}
	p := Progress{Phase: t.phase, Nodes: t.nodes, Considered: alive, Bound: t.bound}
	if t.best != nil {
		p.Best = m.shown(t.best)
	}
	t.options.OnProgress(p)
}

// note keeps the bound of the stage that is open.
func (t *meter) note(s *search, stage int, worth int64) {
	if t.quiet {
		return
	}
	t.phase = PhaseSearch
	if t.best != nil && stage > 0 {
		t.phase = PhaseProve
	}
	t.bound = s.m.boundAt(stage, worth)
	t.tell(s.m, s.count)
}

// boundAt says of a stage's bound what a reader of the answer can make of it.
func (m *model) boundAt(stage int, worth int64) Bound {
	if stage >= len(m.stages) || m.stages[stage].criterion < 0 && m.stages[stage].target == noTarget {
		return Bound{Criterion: len(m.req.objective())}
	}
	if c := m.stages[stage].criterion; c >= 0 {
		return Bound{Criterion: c, Value: m.natural(stage, worth)}
	}
	return Bound{Criterion: -1}
}

// outOfMemory remembers what ended a beam that had to be cut.
func (t *meter) outOfMemory(b *beam) {
	if t.limit == LimitNone && b.memoryHit {
		t.limit = LimitMemory
	}
}

// feasible tells whether a score meets every demand.
func (m *model) feasible(score []int64) bool {
	for k := range m.stages {
		if t := m.stages[k].target; t != noTarget && score[k] < t {
			return false
		}
	}
	return true
}

// shown is a score as the answer gives it: the criteria only, counts not negated.
func (m *model) shown(score []int64) []int64 {
	var out []int64
	for k, v := range score {
		if m.stages[k].criterion >= 0 {
			out = append(out, m.natural(k, v))
		}
	}
	return out
}

func (m *model) natural(stage int, v int64) int64 {
	if m.req.objective()[m.stages[stage].criterion].LowerIsBetter() {
		return -v
	}
	return v
}

// present turns options into a suit of the answer.
func (m *model) present(list suit) Suit {
	sorted := slices.SortedFunc(slices.Values(list), m.before)
	out := Suit{Worn: make([]Worn, 0, len(list)), Score: m.shown(m.score(list))}
	for _, o := range sorted {
		x := &m.options[o]
		out.Worn = append(out.Worn, Worn{Piece: int(x.piece), ItemID: x.item, Owner: m.p.Pieces[x.piece].Owner, Slots: x.slots, Reduced: x.reduced})
	}
	return out
}
