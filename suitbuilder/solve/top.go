package solve

import (
	"cmp"
	"slices"
)

// The best K suits are found by parting what is left. After the best suit of a part
// is known, the part's other suits either lack one of its items (the first that they
// lack decides in which new part they are) or have all of them and more. Each new
// part is solved as a problem of its own, with these items locked and those removed.
//
// Only lean suits are answers. A piece that is of no use beside some others stays so
// whatever is added, so a part that demands such a piece has no answer.

// part is the suits that have some records and lack some items.
type part struct {
	with    suit           // one option of each record that it demands
	without map[int64]bool // items
	more    bool           // more pieces than those demanded
	best    suit           // its first suit, lean or not
	score   []int64
}

// ranking is the work on the best K.
type ranking struct {
	r      *runner
	m      *model
	base   []int32 // options that any of the best K can have
	open   []part
	known  []suit // feasible lean suits, best first, of different items, at most K
	scores [][]int64
	exact  bool
}

// ranking lists the best suits, given the first one; false where it was stopped.
func (r *runner) ranking(s *search, first suit, proved bool) ([]suit, bool) {
	k := &ranking{r: r, m: r.m, exact: true}
	largest := r.m.largest()
	k.base = r.m.dominate(r.m.everything(), largest, wholeOrder, r.m.req.top())
	k.learn(first)
	k.neighbors(first)
	if !proved {
		return k.known, false
	}
	k.narrow(s, largest)
	var out []suit
	k.open = []part{{best: first, score: r.m.score(first), without: map[int64]bool{}}}
	for len(out) < r.m.req.top() && len(k.open) > 0 {
		p := k.pop()
		if r.m.useless(p.best) < 0 && !slices.ContainsFunc(out, func(s suit) bool { return r.m.sameItems(s, p.best) }) {
			out = append(out, p.best)
			k.learn(p.best)
		}
		if len(out) < r.m.req.top() && !k.divide(p) {
			return k.fill(out), false
		}
	}
	return out, true
}

// fill adds to what is proved what else is known.
func (k *ranking) fill(out []suit) []suit {
	for _, s := range k.known {
		if len(out) < k.m.req.top() && !slices.ContainsFunc(out, func(o suit) bool { return k.m.sameItems(o, s) }) {
			out = append(out, s)
		}
	}
	return out
}

// order compares suits wholly, but for how they are arranged.
func (m *model) order(a suit, scoreA []int64, b suit, scoreB []int64) int {
	if c := compareWords(scoreB, scoreA); c != 0 {
		return c
	}
	return m.lists(a, b)
}

func (m *model) sameItems(a, b suit) bool {
	if len(a) != len(b) {
		return false
	}
	for _, o := range a {
		if !slices.ContainsFunc(b, func(x int32) bool { return m.options[x].item == m.options[o].item }) {
			return false
		}
	}
	return true
}

// learn keeps a feasible lean suit if it is among the best K known. Of suits of the
// same items the better one stays.
func (k *ranking) learn(s suit) {
	score := k.m.score(s)
	for i, other := range k.known {
		if !k.m.sameItems(other, s) {
			continue
		}
		if k.m.order(s, score, other, k.scores[i]) >= 0 {
			return
		}
		k.known, k.scores = slices.Delete(k.known, i, i+1), slices.Delete(k.scores, i, i+1)
		break
	}
	at := 0
	for at < len(k.known) && k.m.order(s, score, k.known[at], k.scores[at]) > 0 {
		at++
	}
	k.known, k.scores = slices.Insert(k.known, at, s), slices.Insert(k.scores, at, score)
	if top := k.m.req.top(); len(k.known) > top {
		k.known, k.scores = k.known[:top], k.scores[:top]
	}
}

// threshold is the score that a suit must reach to be among the best K; nil while
// fewer are known.
func (k *ranking) threshold() []int64 {
	if len(k.known) < k.m.req.top() {
		return nil
	}
	return k.scores[len(k.scores)-1]
}

// neighbors learns suits that differ from one in one piece: often the second best is
// among them, and many a part need not be solved.
func (k *ranking) neighbors(s suit) {
	for i := range s {
		if k.m.options[s[i]].locked {
			continue
		}
		rest := append(slices.Clone(s[:i]), s[i+1:]...)
		k.consider(rest)
		for _, o := range k.base {
			if k.m.options[o].item != k.m.options[s[i]].item && k.m.fits(rest, o) {
				k.consider(append(rest, o))
			}
		}
	}
}

func (k *ranking) consider(s suit) {
	score := k.m.score(s)
	if !k.m.feasible(score) {
		return
	}
	if floor := k.threshold(); floor != nil && compareWords(score, floor) < 0 {
		return
	}
	if k.m.useless(s) < 0 {
		k.learn(slices.Clone(s))
	}
}

// narrow removes the options with which no suit reaches the threshold, by the bounds
// that proved the first suit.
func (k *ranking) narrow(s *search, largest []int64) {
	floor := k.threshold()
	if floor == nil {
		return
	}
	next := k.m.newSearch(k.r.meter.ctx, k.r.meter, k.base, largest)
	next.score = slices.Clone(s.score)
	for j := range k.m.stages {
		next.closed = slices.Clone(s.score[:j])
		next.limit()
		next.score[j] = min(floor[j], s.score[j])
		for _, b := range s.bounds {
			if b.stage == j {
				next.evaluate(b)
				next.fix(b)
			}
		}
		if floor[j] != s.score[j] {
			break
		}
	}
	k.base = next.left()
}

func (k *ranking) pop() part {
	at := 0
	for i := range k.open {
		if k.m.order(k.open[i].best, k.open[i].score, k.open[at].best, k.open[at].score) < 0 {
			at = i
		}
	}
	p := k.open[at]
	k.open = slices.Delete(k.open, at, at+1)
	return p
}

// divide solves the parts that a part without its best suit falls into.
func (k *ranking) divide(p part) bool {
	with := slices.Clone(p.with)
	rest := make(suit, 0, len(p.best))
	for _, o := range p.best {
		if !slices.ContainsFunc(with, func(x int32) bool { return k.m.options[x].item == k.m.options[o].item }) {
			rest = append(rest, o)
		}
	}
	slices.SortFunc(rest, k.m.before)
	for _, o := range rest {
		for _, twin := range k.twins(o) {
			if !k.solve(part{with: append(slices.Clone(with), twin), without: p.without}) {
				return false
			}
		}
		if !k.m.options[o].locked {
			without := map[int64]bool{k.m.options[o].item: true}
			for item := range p.without {
				without[item] = true
			}
			if !k.solve(part{with: slices.Clone(with), without: without, more: p.more && len(with) == len(p.with)}) {
				return false
			}
		}
		with = append(with, o)
	}
	return k.solve(part{with: with, without: p.without, more: true})
}

// twins gives an option of each other record of an item.
func (k *ranking) twins(o int32) (list []int32) {
	x := &k.m.options[o]
	if x.single {
		return nil
	}
	seen := map[int32]bool{x.piece: true}
	for _, other := range k.base {
		if y := &k.m.options[other]; y.item == x.item && !seen[y.piece] {
			seen[y.piece] = true
			list = append(list, other)
		}
	}
	return list
}

// solve finds a part's best suit, or that there is none that matters.
func (k *ranking) solve(p part) bool {
	m := k.m
	for i, o := range p.with {
		rest := append(slices.Clone(p.with[:i]), p.with[i+1:]...)
		if !m.options[o].locked && !m.adds(rest, o) {
			return true
		}
	}
	sub, back := k.problem(&p)
	pieces := 0
	if p.more {
		pieces = len(p.with) + 1
	}
	child := &runner{m: newModel(sub, pieces, 1), meter: k.r.meter}
	child.floor = k.floorFor(child.m)
	s, done := child.best(child.m.everything())
	if !done {
		return false
	}
	if s.beaten || !child.m.feasible(s.score) {
		return true
	}
	p.best = k.translate(child.m, s.incumbent, back)
	p.score = m.score(p.best)
	k.open = append(k.open, p)
	if m.useless(p.best) < 0 {
		k.learn(p.best)
	}
	return true
}

// adds tells whether a piece makes a suit better in anything.
func (m *model) adds(s suit, o int32) bool {
	last := len(m.stages) - 1
	return !atLeast(m.score(s)[:last], m.score(append(slices.Clone(s), o))[:last])
}

// problem is a part as a problem of its own; back gives its pieces' indexes in the
// whole one. Pieces that can be of no use beside those demanded are left out.
func (k *ranking) problem(p *part) (sub *Problem, back []int32) {
	m := k.m
	keep := map[int32]bool{}
	demanded := map[int64]bool{}
	for _, o := range p.with {
		demanded[m.options[o].item] = true
		keep[m.options[o].piece] = true
	}
	for _, o := range k.base {
		x := &m.options[o]
		if p.without[x.item] || demanded[x.item] || keep[x.piece] {
			continue
		}
		if x.locked || m.adds(p.with, o) {
			keep[x.piece] = true
		}
	}
	sub = &Problem{Request: *m.req}
	sub.Request.Locked = slices.Clone(m.req.Locked)
	sub.Request.Top = 1
	for piece := range keep {
		back = append(back, piece)
	}
	slices.SortFunc(back, cmp.Compare)
	for _, piece := range back {
		sub.Pieces = append(sub.Pieces, m.p.Pieces[piece])
	}
	for _, o := range p.with {
		if x := &m.options[o]; !x.locked {
			sub.Request.Locked = append(sub.Request.Locked, Lock{ItemID: x.item, Owner: m.p.Pieces[x.piece].Owner})
		}
	}
	return sub, back
}

// floorFor puts the threshold in terms of a part's stages, whose demands are others.
func (k *ranking) floorFor(child *model) []int64 {
	threshold := k.threshold()
	if threshold == nil {
		return nil
	}
	floor := make([]int64, len(child.stages))
	demands := func(m *model) int {
		return slices.IndexFunc(m.stages, func(s stage) bool { return s.target == noTarget })
	}
	own := demands(child)
	for i := range own {
		floor[i] = child.stages[i].target
	}
	copy(floor[own:], threshold[demands(k.m):])
	return floor
}

// translate gives a part's suit in the options of the whole problem.
func (k *ranking) translate(child *model, s suit, back []int32) suit {
	out := make(suit, 0, len(s))
	for _, o := range s {
		x := child.options[o]
		for at := k.firstOption(back[x.piece]); at < len(k.m.options) && k.m.options[at].piece == back[x.piece]; at++ {
			if y := &k.m.options[at]; y.slots == x.slots && y.reduced == x.reduced {
				out = append(out, int32(at))
				break
			}
		}
	}
	return out
}

func (k *ranking) firstOption(piece int32) int {
	at, _ := slices.BinarySearchFunc(k.m.options, piece, func(x option, piece int32) int { return cmp.Compare(x.piece, piece) })
	return at
}
