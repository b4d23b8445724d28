package query

import "overlord/inventory/item"

func nameFilters() []Filter {
	return []Filter{
		{Name: "set", Form: FormName, Help: "The equipment set.", Example: `set:"adept's"`, names: setNames,
			mistaken: []string{"item_set", "armor_set", "sets"}, like: likeNamed("set", setNames, func(i *item.Item) *int32 { return i.Enhancements.ItemSet }),
			ids: id(func(i *item.Item) *int32 { return i.Enhancements.ItemSet })},
		{Name: "material", Form: FormName, Help: "What it is made of.", Example: "material:gold+silver", names: materialNames,
			mistaken: []string{"mat", "made"}, like: likeNamed("material", materialNames, func(i *item.Item) *int32 { return i.Enhancements.Material }),
			ids: id(func(i *item.Item) *int32 { return i.Enhancements.Material })},
		{Name: "imbue", Form: FormName, Help: "An imbued effect; short forms such as CS, CB and AR work.", Example: "imbue:cb", names: imbueNames,
			mistaken: []string{"imbued", "rend", "effect"}, ids: func(f *Facts, emit func(int64)) { each(bitsOf(value(f.Item.Enhancements.Imbue)), emit) }},
		{Name: "skill", Form: FormName, Help: "The skill that a weapon is used with, or that is needed to wield or activate the item.", Example: `skill:"two handed"`,
			names: skillNames, mistaken: []string{"weapon_skill", "uses"}, ids: skills},
		{Name: "mastery", Form: FormName, Help: "The weapon's or the summoning essence's mastery.", Example: "mastery:crossbow", names: masteryNames,
			mistaken: []string{"weapon_mastery"}, ids: masteries},
		{Name: "damage", Form: FormName, Help: "The type of damage.", Example: "damage:fire+cold", names: damageNames,
			mistaken: []string{"damage_type", "element", "elemental"}, ids: func(f *Facts, emit func(int64)) { each(bitsOf(int64(value(f.Item.Combat.DamageType))), emit) }},
		{Name: "heritage", Form: FormName, Help: "The heritage that alone may use it.", Example: "heritage:sho", names: heritageNames,
			mistaken: []string{"race"}, ids: id(func(i *item.Item) *int32 { return i.Requirements.Heritage })},
	}
}

// id makes the one id of a field; 0 is none.
func id(field func(*item.Item) *int32) func(*Facts, func(int64)) {
	return func(f *Facts, emit func(int64)) {
		if p := field(f.Item); p != nil && *p != 0 {
			emit(int64(*p))
		}
	}
}

func each(list []int64, emit func(int64)) {
	for _, n := range list {
		emit(n)
	}
}

func skills(f *Facts, emit func(int64)) {
	c, r := &f.Item.Combat, &f.Item.Requirements
	for _, p := range []*int32{c.WeaponSkill, r.SkillRequirement} {
		if positive(p) {
			emit(int64(*p))
		}
	}
	for _, need := range r.List() {
		switch need.Kind {
		case item.RequiresSkill, item.RequiresRawSkill, item.RequiresTraining:
			emit(int64(need.Of))
		}
	}
}

func masteries(f *Facts, emit func(int64)) {
	m := f.Item.Requirements.Mastery
	if m == nil || *m == 0 {
		return
	}
	if n, ok := f.Item.Raw.IntValues[item.PropertySummoning]; ok && n == int64(*m) {
		emit(int64(*m) + summoningOffset)
		return
	}
	emit(int64(*m))
}

// likeNamed asks for what the item has of a table's names.
func likeNamed(filter string, table func() *names, field func(*item.Item) *int32) func(*Facts) []string {
	return func(f *Facts) []string {
		p := field(f.Item)
		if p == nil || *p == 0 {
			return nil
		}
		return []string{filter + ":=" + Written(table().text(int64(*p)))}
	}
}
