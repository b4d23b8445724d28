package solve

// Worn is a piece of a suit, as it is worn.
type Worn struct {
	Piece   int // index into Problem.Pieces
	ItemID  int64
	Owner   string
	Slots   SlotMask // what it fills
	Reduced bool     // tailored to one slot
}

// Suit is an answer. Feasible suits are those where
//   - every piece is worn by one of its options, all slots of which are asked for;
//     no slot is filled twice, no coverage bit taken twice (armor and clothing; a
//     reduced piece takes the bit of its slot only), no item id worn twice,
//   - no worn piece is barred, excluded, refused by ForbidCritDamage (armor),
//     ClothingMinDamage (clothing) or the strict set mode (armor),
//   - locked pieces, required cantrips, sets in mode Require and minima are there,
//   - it is lean: a piece that is not locked and that could be taken off without
//     breaking the request and without making any criterion worse is not worn.
//
// Suits are ordered by the criteria in their order; then fewer pieces; then the
// list of (item id, owner) sorted by id, then owner, compared element by element,
// lower first; then, piece by piece in that order, the lists of the slots they
// fill, compared element by element, lower first, a list that the other only
// continues first.
//
// Suits differ if the sets of their item ids differ; of suits that do not, only the
// first in this order is one.
type Suit struct {
	Worn  []Worn  // sorted by item id, then owner
	Score []int64 // one number for each criterion of the objective, in its order; counts are not negated
}

// Phase is what the solver is at.
type Phase uint8

// The phases, in their order.
const (
	PhaseReduce Phase = iota + 1 // options, dominance
	PhaseSearch                  // looking for better suits
	PhaseProve                   // the best one may be there; closing the gap
)

// Bound says that no suit is better than Value in the first criterion that is not
// closed yet, all those before it being proved: they are the best suit's.
type Bound struct {
	Criterion int // index into the objective; its length when all are closed (only the last tie is open, or nothing); -1 while it is open whether the demands can be met, and no suit is known
	Value     int64
}

// Progress is told while solving.
type Progress struct {
	Phase      Phase
	Nodes      int64   // states expanded so far
	Considered int     // options that are still alive
	Best       []int64 // the best suit's score; nil while there is none
	Bound      Bound
}

// Options are the means and the limits of a search. The zero value is one worker
// and the default limits.
type Options struct {
	Workers  int   // goroutines at work; 0 means 1. The answer does not depend on it
	Memory   int64 // bytes the search may hold at most, about; 0 means 512 MiB
	MaxNodes int64 // states to expand at most; 0 means no limit. For runs that must be repeatable
	// OnSuit is called with each suit that is better than those before it, from the
	// caller's goroutine. Such a suit is feasible, though not yet proved to be best.
	OnSuit func(Suit)
	// OnProgress is called now and then, from the caller's goroutine; the caller thins
	// out what it passes on.
	OnProgress func(Progress)

	trace func(format string, args ...any) // of tests
}

// Limit is what ended a search before its proof.
type Limit uint8

// The limits.
const (
	LimitNone    Limit = iota
	LimitStopped       // the context ended
	LimitNodes         // Options.MaxNodes
	LimitMemory        // Options.Memory
)

// Result is what a search found.
type Result struct {
	// Suits are the best ones, best first: at most Request.Top, fewer where there are no
	// more. The empty suit is an answer too, where nothing is demanded.
	Suits []Suit
	// Optimal: proved that there is no better list of suits than this, to the last tie.
	// With no suits it is proved that none is feasible.
	Optimal    bool
	Bound      Bound
	Nodes      int64
	Considered int // options that were left after dominance
	Limit      Limit
}

// DemandKind is a kind of what a suit must have.
type DemandKind uint8

// The kinds of demands, in the order in which they are looked at.
const (
	DemandLocked  DemandKind = iota + 1 // Request.Locked
	DemandCantrip                       // a required one of Request.Cantrips
	DemandSet                           // mode Require: 0 the primary, 1 the secondary set
	DemandMinimum                       // Request.Min
)

// Demand is one thing that the request insists on. Index says which one of the
// request's list it is.
type Demand struct {
	Kind  DemandKind
	Index int
}
