package item

// Requirement is one of the up to four things that an item asks of who wears it.
type Requirement struct {
	Kind  int32 // see gamedata.WieldRequirements
	Of    int32 // skill, attribute, vital or property, by the kind
	Value int32
}

// PropertySummoning is the int property with the mastery of summoning that an
// essence belongs to; a weapon's has another.
const PropertySummoning = 362

// Kinds of requirements.
const (
	RequiresSkill    = 1  // Of: the skill, with buffs
	RequiresRawSkill = 2  // Of: the skill, without
	RequiresLevel    = 7  // of the character
	RequiresTraining = 8  // Of: the skill; Value: 2 trained, 3 specialized
	RequiresProperty = 9  // Of: an integer property of the character
	RequiresHeritage = 12 // Value: the heritage
)

// List returns the requirements that ask for something, in their order.
func (r *Requirements) List() []Requirement {
	var list []Requirement
	for _, w := range [...][3]*int32{
		{r.WieldRequirement1, r.WieldSkill1, r.WieldValue1},
		{r.WieldRequirement2, r.WieldSkill2, r.WieldValue2},
		{r.WieldRequirement3, r.WieldSkill3, r.WieldValue3},
		{r.WieldRequirement4, r.WieldSkill4, r.WieldValue4},
	} {
		if positive(w[0]) {
			list = append(list, Requirement{*w[0], orZero(w[1]), orZero(w[2])})
		}
	}
	return list
}

func orZero[T any](n *T) T {
	if n == nil {
		var zero T
		return zero
	}
	return *n
}

// level is the character level that is asked for; nil if none is.
func (r *Requirements) level() *int32 {
	var level *int32
	for _, w := range r.List() {
		if w.Kind == RequiresLevel && (level == nil || w.Value > *level) {
			level = &w.Value
		}
	}
	return level
}

// Wielder is what is known of a character that may wear things.
type Wielder struct {
	Level    *int32          // nil: not known
	Skills   map[int32]int32 // base value of each skill; nil: not known
	Trained  map[int32]int32 // 2 trained, 3 specialized; nil: not known
	Heritage *int32          // nil: not known
}

// MayWear tells whether nothing that is known of a character speaks against its
// wearing an item: what is not known, and skills that spells may raise, forbid
// nothing.
func (w Wielder) MayWear(i *Item) bool { return w.Meets(&i.Requirements) }

// Meets is MayWear of what an item asks for.
func (w Wielder) Meets(asked *Requirements) bool {
	for _, r := range asked.List() {
		if !w.meets(r) {
			return false
		}
	}
	if h := asked.Heritage; positive(h) && w.Heritage != nil && *h != *w.Heritage {
		return false
	}
	return true
}

func (w Wielder) meets(r Requirement) bool {
	switch r.Kind {
	case RequiresLevel:
		return w.Level == nil || *w.Level >= r.Value
	case RequiresRawSkill:
		return w.Skills == nil || w.Skills[r.Of] >= r.Value
	case RequiresTraining:
		return w.Trained == nil || w.Trained[r.Of] >= r.Value
	case RequiresHeritage:
		return w.Heritage == nil || *w.Heritage == r.Value
	}
	return true
}
