package suitbuilder

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"time"

	"overlord/inventory/item"
	"overlord/store/fault"
	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

const (
	// progressEvery is how often progress is told at most.
	progressEvery = 250 * time.Millisecond

	// provisionalEvery is how often a better suit is told on the way; the first is
	// told at once. A person cannot look at more, and the solver must not wait for a
	// slow line.
	provisionalEvery = 100 * time.Millisecond

	// searchMemory is what one search may hold: two at a time stay below a gigabyte.
	searchMemory = 400 << 20

	// loadTime is how long the inventory has to say what there is.
	loadTime = 30 * time.Second

	// explainTime is how long a search goes on to explain its answer.
	explainTime = 2 * time.Second
)

// Events that a search tells, each with a body of its own.
const (
	eventPhase       = "phase"
	eventProgress    = "progress"
	eventSuit        = "suit"
	eventLog         = "log"
	eventComplete    = "complete"
	eventExplanation = "explanation"
	eventError       = "error"
)

// tell passes an event on to who asked. Its error ends the search: nobody listens.
type tell func(event string, body any) error

// Phase says what a search is at.
type Phase struct {
	Phase string `json:"phase"` // load, reduce, search, prove
	Items int    `json:"items"` // candidates, then ways to wear them that are left
}

// Progress says how far it is.
type Progress struct {
	ElapsedMS int64   `json:"elapsed_ms"`
	Nodes     int64   `json:"nodes"`
	Best      members `json:"best"` // the best suit's score; null: none yet
	Bound     *Bound  `json:"bound"`
}

// Bound says that no suit is better in a criterion, all before it being settled.
type Bound struct {
	Criterion string `json:"criterion"`
	Value     int64  `json:"value"`
}

// Note is a sentence for people.
type Note struct {
	Message string `json:"message"`
}

// Complete is the end of a search. Only its explanation comes after it.
type Complete struct {
	Optimal         bool     `json:"optimal"` // proved: there are no better suits than the ranking's
	Ranking         []string `json:"ranking"` // suit ids, best first
	ElapsedMS       int64    `json:"elapsed_ms"`
	Nodes           int64    `json:"nodes"`
	ItemsConsidered int      `json:"items_considered"`
	Bound           *Bound   `json:"bound"`      // null: everything is settled
	StoppedBy       *string  `json:"stopped_by"` // time or memory; null: it came to its end
}

// searcher finds suits.
type searcher struct {
	armory Armory
	solver solve.Solver
	logger *slog.Logger
	now    func() time.Time
	wrong  func() // counts suits that the checker refused
}

// search does what a plan says and tells of it. Its error is that of the inventory
// or the solver, of ctx, or tell's.
func (s *searcher) search(ctx context.Context, p *plan, tell tell) error {
	h := &hunt{searcher: s, plan: p, tell: tell, begin: s.now()}
	if err := h.load(ctx); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	options := s.options()
	options.OnSuit, options.OnProgress = h.onSuit, h.onProgress
	result, err := s.solver(limited, &h.stock.Problem, options)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case h.failed != nil:
		return h.failed
	case err != nil:
		return fault.Wrap(err, fault.Internal, "the solver does not take this search")
	}
	return h.conclude(ctx, result)
}

// options are the means of a search.
func (s *searcher) options() solve.Options {
	return solve.Options{Workers: runtime.GOMAXPROCS(0), Memory: searchMemory}
}

// stock loads what a plan chooses from.
func (s *searcher) stock(ctx context.Context, p *plan) (*stock, error) {
	loading, cancel := context.WithTimeout(ctx, loadTime)
	defer cancel()
	candidates, err := s.armory.Candidates(loading, p.characters)
	if err != nil {
		return nil, err
	}
	target, err := s.target(loading, p)
	if err != nil {
		return nil, err
	}
	return p.gather(ctx, candidates, target)
}

func (s *searcher) target(ctx context.Context, p *plan) (item.Wielder, error) {
	if p.Target == "" {
		return item.Wielder{}, nil
	}
	return s.armory.Wielder(ctx, p.Target)
}

// hunt is one search under way.
type hunt struct {
	*searcher
	plan  *plan
	tell  tell
	begin time.Time
	stock *stock

	failed     error // nobody listens any more
	phase      solve.Phase
	progressed time.Time
	told       time.Time // the last provisional suit
}

func (h *hunt) elapsed() int64 { return h.now().Sub(h.begin).Milliseconds() }

// say tells an event, once telling has not failed.
func (h *hunt) say(event string, body any) {
	if h.failed == nil {
		h.failed = h.tell(event, body)
	}
}

func (h *hunt) load(ctx context.Context) (err error) {
	h.say(eventPhase, Phase{Phase: "load"})
	if h.stock, err = h.searcher.stock(ctx, h.plan); err != nil {
		return err
	}
	h.say(eventPhase, Phase{"reduce", len(h.stock.Pieces)})
	h.phase = solve.PhaseReduce
	for _, note := range h.stock.notes {
		h.say(eventLog, Note{Message: note})
	}
	return h.failed
}

var phaseNames = map[solve.Phase]string{solve.PhaseReduce: "reduce", solve.PhaseSearch: "search", solve.PhaseProve: "prove"}

// onProgress passes on what the solver says of itself, now and then.
func (h *hunt) onProgress(p solve.Progress) {
	if p.Phase > h.phase {
		h.phase = p.Phase
		h.say(eventPhase, Phase{phaseNames[p.Phase], p.Considered})
	}
	if now := h.now(); now.Sub(h.progressed) >= progressEvery {
		h.progressed = now
		progress := Progress{ElapsedMS: h.elapsed(), Nodes: p.Nodes, Bound: h.bound(p.Bound)}
		if p.Best != nil {
			progress.Best = scoreOf(&h.stock.Request, p.Best)
		}
		h.say(eventProgress, progress)
	}
}

func (h *hunt) bound(b solve.Bound) *Bound {
	objective := check.Objective(&h.stock.Request)
	if b.Criterion < 0 || b.Criterion >= len(objective) {
		return nil
	}
	return &Bound{nameOfCriterion(objective[b.Criterion]), b.Value}
}

// onSuit passes on a suit that is better than those before, if it is one.
func (h *hunt) onSuit(suit solve.Suit) {
	now := h.now()
	if !h.told.IsZero() && now.Sub(h.told) < provisionalEvery {
		return
	}
	if err := check.Suit(&h.stock.Problem, &suit); err != nil {
		h.wrong()
		h.logger.Error("a suit on the way is not valid and was held back", "error", err)
		return
	}
	h.told = now
	h.say(eventSuit, h.stock.tell(&suit, true))
}

// conclude checks the answer, tells it, and explains it.
func (h *hunt) conclude(ctx context.Context, result *solve.Result) error {
	if err := check.Ranking(&h.stock.Problem, result.Suits); err != nil {
		h.wrong()
		return fault.Wrap(err, fault.Internal, "the suits that were found did not pass their check; nothing is told of them")
	}
	done := Complete{
		Optimal: result.Optimal, Ranking: []string{}, ElapsedMS: h.elapsed(), Nodes: result.Nodes, ItemsConsidered: result.Considered,
		StoppedBy: stoppedBy(result.Limit),
	}
	if !result.Optimal {
		done.Bound = h.bound(result.Bound)
	}
	for i := range result.Suits {
		answer := h.stock.tell(&result.Suits[i], false)
		done.Ranking = append(done.Ranking, answer.ID)
		h.say(eventSuit, answer)
	}
	if ended := h.ended(&done, result.Limit); ended != "" {
		h.say(eventLog, Note{Message: ended})
	}
	h.say(eventComplete, done) // at once: to explain it takes a moment
	if h.failed != nil {
		return h.failed
	}
	explanation := h.explain(ctx, result)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for _, sentence := range explanation.sentences() {
		h.say(eventLog, Note{Message: sentence})
	}
	h.say(eventExplanation, explanation)
	return h.failed
}

// ended says how a search ended, for people; "" where there is no suit at all, which
// is explained.
func (h *hunt) ended(done *Complete, limit solve.Limit) string {
	switch {
	case done.Optimal && len(done.Ranking) > 0:
		return fmt.Sprintf("Proved within %d ms: there is no better suit.", done.ElapsedMS)
	case done.Optimal:
		return ""
	case limit == solve.LimitMemory:
		return fmt.Sprintf("Not proved: the search has come to the %d MB of memory that one may take.", searchMemory>>20)
	case limit == solve.LimitStopped:
		return fmt.Sprintf("Not proved: the %d ms that were given are over.", h.plan.limit.Milliseconds())
	}
	return "Not proved."
}

func stoppedBy(l solve.Limit) *string {
	switch l {
	case solve.LimitNone:
		return nil
	case solve.LimitMemory:
		return new("memory")
	case solve.LimitNodes:
		return new("nodes")
	}
	return new("time")
}

// slots bounds how many searches run and wait.
type slots struct {
	running chan struct{}
	waiting chan struct{}
}

func newSlots(running, waiting int) *slots {
	return &slots{make(chan struct{}, running), make(chan struct{}, running+waiting)}
}

// enter takes a place in the line. Not ok: the line is full.
func (s *slots) enter() (leave func(), ok bool) {
	select {
	case s.waiting <- struct{}{}:
		return func() { <-s.waiting }, true
	default:
		return nil, false
	}
}

// run waits for its turn, of which waits is told where it does not come at once.
func (s *slots) run(ctx context.Context, waits func() error, fn func() error) error {
	select {
	case s.running <- struct{}{}:
	default:
		if err := waits(); err != nil {
			return err
		}
		select {
		case s.running <- struct{}{}:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	defer func() { <-s.running }()
	return fn()
}

// best solves a problem for one suit, quietly. It is nil where there is none;
// proved tells whether that is the last word.
func (s *searcher) best(ctx context.Context, p *solve.Problem) (suit *solve.Suit, proved bool) {
	result, err := s.solver(ctx, p, s.options())
	if err != nil || len(result.Suits) == 0 {
		return nil, err == nil && result.Optimal
	}
	if !s.holds(p, &result.Suits[0]) {
		return nil, false
	}
	return &result.Suits[0], result.Optimal
}

// holds has a suit checked that somebody is to be told of.
func (s *searcher) holds(p *solve.Problem, suit *solve.Suit) bool {
	err := check.Suit(p, suit)
	if err != nil {
		s.wrong()
		s.logger.Error("a suit is not valid and was held back", "error", err)
	}
	return err == nil
}

// with is the problem with another request, of one suit.
func with(p *solve.Problem, change func(*solve.Request)) *solve.Problem {
	q := &solve.Problem{Pieces: p.Pieces, Request: p.Request}
	q.Request.Cantrips = slices.Clone(p.Request.Cantrips)
	q.Request.Locked = slices.Clone(p.Request.Locked)
	q.Request.Excluded = slices.Clone(p.Request.Excluded)
	q.Request.Min = slices.Clone(p.Request.Min)
	q.Request.Top = 1
	change(&q.Request)
	return q
}
