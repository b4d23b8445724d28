package solve

// Tier is the strength of a cantrip: a higher tier includes the lower ones.
type Tier uint8

// The tiers, weakest first.
const (
	Feeble Tier = iota + 1
	Minor
	Moderate
	Major
	Epic
	Legendary
)

// Cantrip is one cantrip on a piece. Family is the caller's number of the line
// (any int that is one line); of one family on a piece the highest tier counts.
type Cantrip struct {
	Family int
	Tier   Tier
}

// Rating indexes a piece's gear ratings.
type Rating uint8

// The eight ratings, in the order of the game's properties 370 to 376 and 379.
const (
	Damage Rating = iota
	DamageResist
	Crit
	CritResist
	CritDamage
	CritDamageResist
	HealBoost
	Vitality

	RatingCount = 8
)

// Bar is why a piece may not be worn by the target at all, whatever the request
// says of it; the caller finds it out.
type Bar uint8

// The bars.
const (
	BarNone    Bar = iota
	BarAttuned     // attuned to a character that is not the target
	BarWield       // the target does not meet its wield requirements
)

// Piece is one record of an item that may be worn.
type Piece struct {
	ItemID   int64  // the game's id, at least 1; two records of one id are one item and never worn together
	Owner    string // the character who holds it; (ItemID, Owner) is unique in a problem
	Equip    int32  // EquipMask: where it can be worn
	Coverage int32  // CoverageMask: what armor and clothing take of the body, bits up to 0x20000; of no meaning for jewelry
	AL       int64  // base armor level, 0 to 1,000,000; a negative one counts as 0
	Set      int32  // item set id, 0 for none
	Cantrips []Cantrip
	Ratings  [RatingCount]int32 // 0 to 1,000,000 each; unknown is 0, a negative one counts as 0
	// Reducible: tailoring may reduce it (looted, not society's, not retained). Only
	// armor is ever reduced.
	Reducible bool
	Bar       Bar
}

// TotalRating is the sum of the eight ratings above zero.
func (p *Piece) TotalRating() int64 {
	var sum int64
	for _, r := range p.Ratings {
		sum += int64(max(r, 0))
	}
	return sum
}

// Criterion is a number that a suit is judged by.
type Criterion uint8

// The criteria. All but the two that begin with Fewest are better when larger.
const (
	// ByCantrips is the sum of the weights of the wanted families that are reached.
	ByCantrips Criterion = iota + 1
	// BySetPieces is min(worn, wanted) of the primary set plus that of the secondary;
	// a piece counts once, whatever it covers, and every kind of piece counts.
	BySetPieces
	// ByDamage and the seven after it are sums of one rating over all worn pieces.
	ByDamage
	ByDamageResist
	ByCrit
	ByCritResist
	ByCritDamage
	ByCritDamageResist
	ByHealBoost
	ByVitality
	// ByTotalRating is the sum of all eight.
	ByTotalRating
	// ByArmorLevel is the sum of base AL times the slots that the piece covers as worn
	// (1 when reduced; clothing covers one slot each of shirt and pants; jewelry one).
	ByArmorLevel
	// ByFewestOwners counts the different owners of worn pieces, the target not counted.
	ByFewestOwners
	// ByFewestReductions counts the pieces worn reduced.
	ByFewestReductions
	// ByClassic is the score of the service before this one: +1000 for each of the
	// wanted sets that is complete, -200 for each set piece missing to the counts
	// wanted, +100 for each wanted family reached (whatever its weight), for each piece
	// of armor with crit damage rating 1 or 2 and more +10 or +20, for each piece of
	// clothing with damage rating 1, 2, 3 and more +10, +20, +30, +5 for each piece, and
	// a hundredth of the sum of base AL (each piece once, whatever it covers), rounded
	// down.
	ByClassic

	criterionCount = int(ByClassic) + 1
)

// LowerIsBetter tells whether a criterion is a count of what one wants few of.
func (c Criterion) LowerIsBetter() bool { return c == ByFewestOwners || c == ByFewestReductions }

// DefaultObjective is the order of the criteria when a request gives none.
func DefaultObjective() []Criterion {
	return []Criterion{ByCantrips, BySetPieces, ByCritDamage, ByDamage, ByTotalRating, ByArmorLevel, ByFewestOwners, ByFewestReductions}
}

// ClassicObjective orders suits as the service before this one did.
func ClassicObjective() []Criterion {
	return []Criterion{ByClassic, ByArmorLevel, ByFewestOwners, ByFewestReductions}
}

// SetMode is how much the sets are insisted on.
type SetMode uint8

// The modes. Prefer only counts them (BySetPieces); Require refuses suits with
// fewer pieces than wanted of either set; Strict refuses armor of any third set
// (set 0 is no set; clothing and jewelry are free).
const (
	Prefer SetMode = iota
	Require
	Strict
)

// Wanted is a cantrip asked for: reached when a worn piece has the family at this
// tier or above.
type Wanted struct {
	Family   int // at most once in a request
	Tier     Tier
	Weight   int64 // 1 to 1000
	Required bool  // a suit without it is no answer
}

// Lock demands a piece. With Slots not empty the piece must be worn so that it
// covers all of these.
type Lock struct {
	ItemID int64
	Owner  string
	Slots  SlotMask
}

// Exclusion forbids a record; with an empty owner every record of the item.
type Exclusion struct {
	ItemID int64
	Owner  string
}

// Minimum demands at least Value of one of the ratings, of the total rating or of
// the armor level.
type Minimum struct {
	Of    Criterion
	Value int64
}

// Request is what a player wants.
type Request struct {
	Target string   // the owner who does not count in ByFewestOwners; may be empty
	Slots  SlotMask // to fill; 0 means DefaultSlots. An option is allowed only if all slots it covers are in it
	// The sets: ids above 0 and different, 0 for none; counts 1 to 9, 0 where there is no set.
	PrimarySet, SecondarySet     int32
	PrimaryCount, SecondaryCount int
	SetMode                      SetMode
	Cantrips                     []Wanted // at most 64
	Locked                       []Lock
	Excluded                     []Exclusion
	Min                          []Minimum
	Reduction                    Reduction
	Objective                    []Criterion // each at most once; empty means DefaultObjective
	Top                          int         // suits wanted, 0 means 1; at most 100
	// ForbidCritDamage holds, for armor whose crit damage rating is 0, 1, or 2 and more,
	// whether it is refused.
	ForbidCritDamage [3]bool
	// ClothingMinDamage is the least damage rating of clothing.
	ClothingMinDamage int32
}

// Problem is a request and the pieces that may be chosen from.
type Problem struct {
	Pieces  []Piece
	Request Request
}
