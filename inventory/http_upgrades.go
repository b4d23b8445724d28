package inventory

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5"

	"overlord/inventory/gamedata"
	"overlord/inventory/index"
	"overlord/inventory/item"
	"overlord/inventory/query"
	"overlord/inventory/upgrade"
	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

const (
	// upgradeLimit is how many better pieces a slot shows.
	upgradeLimit    = 5
	maxUpgradeLimit = 50
)

// upgradeRoutes mounts what compares items with what is worn.
func (m *Module) upgradeRoutes(r chi.Router) {
	r.Get("/search/equipped/{character}", api.HandlerFunc(m.getEquipped))
	r.Get("/search/upgrades/{character}", api.HandlerFunc(m.getUpgrades))
	r.Get("/search/upgrades/{character}/{slot}", api.HandlerFunc(m.getUpgrades))
	r.Get("/items/{character}/{item_id}/benefits", api.HandlerFunc(m.getBenefits))
}

// equippedAnswer is what a character wears.
type equippedAnswer struct {
	CharacterName string          `json:"character_name"`
	Slots         map[string]*Row `json:"slots"` // by slot; null: nothing is worn there
	Items         []Row           `json:"items"`
}

// getEquipped answers what a character wears, by slot. A piece that covers several
// stands in each.
func (m *Module) getEquipped(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	name, err := pathCharacter(r)
	if err != nil {
		return err
	}
	answer := equippedAnswer{CharacterName: name, Slots: map[string]*Row{}}
	if answer.Items, err = m.worn(r.Context(), name); err != nil {
		return err
	}
	for _, slot := range gamedata.Slots() {
		answer.Slots[slot] = nil
	}
	for i, row := range answer.Items {
		if row.CurrentWieldedLocation == nil {
			continue
		}
		for _, slot := range gamedata.SlotsOfEquip(*row.CurrentWieldedLocation).Names() {
			if answer.Slots[slot] == nil {
				answer.Slots[slot] = &answer.Items[i]
			}
		}
	}
	return api.WriteStable(w, r, answer)
}

const (
	ofWearer  = ` where t0.character_name = $1 and t0.current_wielded_location > 0 order by t0.id`
	ofWearers = ` where t0.current_wielded_location > 0 order by t0.character_name, t0.id`
)

// worn reads what a character wears, of whom there must be something.
func (m *Module) worn(ctx context.Context, name string) (rows []Row, err error) {
	err = m.read(ctx, "items", answerWithin, func(ctx context.Context, db store.Querier) error {
		states, err := loadStates(ctx, db)
		if err != nil {
			return err
		}
		if _, known := states[name]; !known {
			return fault.New(fault.NotFound, "there is no inventory of %s", name)
		}
		list, err := loadRecords(ctx, db, ofWearer, name)
		rows = rowsFor(list, states)
		return err
	})
	return rows, err
}

// slotUpgrades is one slot and what would be better there.
type slotUpgrades struct {
	Slot   string       `json:"slot"`
	Worn   *Row         `json:"worn"` // null: nothing
	Better []upgradeRow `json:"better"`
	Total  int          `json:"total"` // how many would be better
}

// upgradeRow is a piece that would be better, and by how much.
type upgradeRow struct {
	Item      Row      `json:"item"`
	Gain      gain     `json:"gain"`
	Displaces []int64  `json:"displaces"` // the game's ids of what is worn in further slots that it fills
	Bares     []string `json:"bares"`     // slots that the worn piece fills and it does not
}

// gain is what changes when one piece takes the place of another.
type gain struct {
	BaseArmor   int             `json:"base_armor_level"`
	TotalRating int             `json:"total_rating"`
	Legendaries int             `json:"legendaries"`
	MaxDamage   int             `json:"max_damage"`
	Cantrips    []cantripChange `json:"cantrips"`
}

type cantripChange struct {
	Line string  `json:"line"`
	From *string `json:"from"` // tier; null: none
	To   *string `json:"to"`
}

func gainRow(g upgrade.Gain) gain {
	out := gain{g.Values.BaseArmor, g.Values.TotalRating, g.Values.Legendaries, g.Values.MaxDamage, []cantripChange{}}
	for _, c := range g.Cantrips {
		out.Cantrips = append(out.Cantrips, cantripChange{gamedata.CantripLine(c.Line).Name, tierName(c.From), tierName(c.To)})
	}
	return out
}

func tierName(t gamedata.Tier) *string {
	if t == gamedata.NoTier {
		return nil
	}
	name := t.String()
	return &name
}

// getUpgrades answers what would be better than what a character wears, in one
// slot or in all.
func (m *Module) getUpgrades(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "limit")
	if err != nil {
		return err
	}
	name, err := pathCharacter(r)
	if err != nil {
		return err
	}
	limit := q.Int("limit", upgradeLimit, 1, maxUpgradeLimit)
	if err := q.Err(); err != nil {
		return err
	}
	slots, err := pathSlots(r)
	if err != nil {
		return err
	}
	worn, err := m.worn(r.Context(), name) // first: without it nothing else is waited for
	if err != nil {
		return err
	}
	known := m.wielders(r.Context(), name)[name]
	answer, err := m.upgrades(r.Context(), upgrade.Wearer{Character: name, Wielder: known}, worn, slots, limit)
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, map[string]any{"character_name": name, "wearer": wearerOf(known), "slots": answer})
}

// wearerRow is what is known of who is to wear things. What it is known not to be
// able to wear is left out.
type wearerRow struct {
	item.Wielder `json:"-"`
	Level        *int32 `json:"level"`        // null: not known, and asked of nothing
	SkillsKnown  bool   `json:"skills_known"` // whether its skills are
}

func wearerOf(w item.Wielder) wearerRow { return wearerRow{w, w.Level, w.Skills != nil} }

// wielders tells what is known of some characters. Where that cannot be read
// nothing is known: it is no reason to show nothing.
func (m *Module) wielders(ctx context.Context, characters ...string) map[string]item.Wielder {
	if m.wearers == nil || len(characters) == 0 {
		return nil
	}
	known, err := m.wearers.Wielders(ctx, characters)
	if err != nil && ctx.Err() == nil {
		m.logger.Warn("what characters can wear could not be read; levels and skills are not looked at", "error", err)
	}
	return known
}

// pathSlots is the route's slot, with or without a side; all without one.
func pathSlots(r *http.Request) (gamedata.SlotSet, error) {
	if chi.URLParam(r, "slot") == "" {
		return gamedata.SlotSetOf(gamedata.Slots()), nil
	}
	text, err := api.Path(r, "slot")
	if err != nil {
		return 0, err
	}
	var named []string
	family := slotFamily(text)
	for _, name := range gamedata.Slots() {
		if slot, _ := gamedata.ParseSlot(name); name == text || slot.Family() == family {
			named = append(named, name)
		}
	}
	if len(named) == 0 {
		return 0, fault.New(fault.NotFound, "there is no slot %q; the nearest is %q", text, api.Nearest(text, gamedata.Slots()))
	}
	return gamedata.SlotSetOf(named), nil
}

// upgrades finds for each slot what would be better than what is worn there and
// may be worn. The wearer comes without what it wears.
func (m *Module) upgrades(ctx context.Context, wearer upgrade.Wearer, worn []Row, slots gamedata.SlotSet, limit int) ([]slotUpgrades, error) {
	for _, row := range worn {
		wearer.Worn = append(wearer.Worn, row.Item)
	}
	sieve, err := m.sieve(ctx, wearer, limit)
	if err != nil {
		return nil, err
	}
	stock, err := m.rowsOf(ctx, sieve.Best(slots))
	if err != nil {
		return nil, err
	}
	rows := map[*item.Item]Row{}
	var owned []upgrade.Owned
	for _, row := range append(stock, worn...) {
		rows[row.Item] = row
	}
	for _, row := range stock {
		owned = append(owned, upgrade.Owned{Owner: row.character, Item: row.Item})
	}
	answer := []slotUpgrades{}
	for _, s := range upgrade.For(wearer, owned, limit) {
		if slots.Has(s.Slot) {
			answer = append(answer, slotRow(s, rows, sieve.Total(s.Slot)))
		}
	}
	return answer, nil
}

// sieve goes through all that could be better than what a character wears.
func (m *Module) sieve(ctx context.Context, wearer upgrade.Wearer, limit int) (*upgrade.Sieve, error) {
	better, err := query.Where("better", "", wearer.Character)
	if err != nil {
		return nil, asQueryFault(err, "character")
	}
	s := searched{Request: index.Request{Query: &query.Query{Root: better}}}
	if err := m.catchUp(ctx, &s); err != nil {
		return nil, err
	}
	sieve := upgrade.NewSieve(wearer, limit)
	err = m.catalogue.index.Fits(ctx, s.Request, func(f *index.Fit) {
		values := upgrade.Values{
			BaseArmor: int(f.Merit.BaseArmor), TotalRating: int(f.Merit.Rating), Legendaries: int(f.Merit.Legendaries), MaxDamage: int(f.Merit.Damage),
		}
		sieve.Add(upgrade.Piece{ID: f.ID, Owner: f.Owner, ItemID: f.ItemID, Slots: f.Slots, Values: values, Requirements: &f.Requirements})
	})
	return sieve, err
}

func slotRow(s upgrade.Slot, rows map[*item.Item]Row, total int) slotUpgrades {
	out := slotUpgrades{Slot: s.Slot.String(), Better: []upgradeRow{}, Total: total}
	if row, is := rows[s.Worn]; is {
		out.Worn = &row
	}
	for _, u := range s.Better {
		row := upgradeRow{Item: rows[u.Item], Gain: gainRow(u.Gain), Displaces: []int64{}, Bares: []string{}}
		for _, i := range u.Displaces {
			row.Displaces = append(row.Displaces, i.ItemID)
		}
		for _, slot := range u.Bares {
			row.Bares = append(row.Bares, slot.String())
		}
		out.Better = append(out.Better, row)
	}
	return out
}

// benefitRow is what a character would gain from an item.
type benefitRow struct {
	CharacterName string   `json:"character_name"`
	Slot          string   `json:"slot"`
	Replaces      *Row     `json:"replaces"` // null: nothing is worn there
	Gain          gain     `json:"gain"`
	Displaces     []int64  `json:"displaces"`
	Bares         []string `json:"bares"`
}

// getBenefits answers who would gain from an item.
func (m *Module) getBenefits(w http.ResponseWriter, r *http.Request) error {
	name, id, err := pathOwned(r)
	if err != nil {
		return err
	}
	var one, worn []Row
	err = m.read(r.Context(), "items", scanWithin, func(ctx context.Context, db store.Querier) error {
		list, err := loadRecords(ctx, db, ofOwner, name, id)
		if err != nil {
			return err
		}
		all, err := loadRecords(ctx, db, ofWearers)
		if err != nil {
			return err
		}
		states, err := loadStates(ctx, db)
		one, worn = rowsFor(list, states), rowsFor(all, states)
		return err
	})
	if err != nil {
		return err
	}
	if len(one) == 0 {
		return fault.New(fault.NotFound, "%s has no item %d", name, id)
	}
	return api.WriteStable(w, r, map[string]any{"item": one[0], "benefits": benefits(one[0], worn, m.wielders(r.Context(), ownersWearing(worn)...))})
}

// ownersWearing names who wears something.
func ownersWearing(worn []Row) (names []string) {
	for _, row := range worn { // owner by owner
		if n := len(names); n == 0 || names[n-1] != row.character {
			names = append(names, row.character)
		}
	}
	return names
}

// benefits are in the order of their worth. Who is known not to be able to wear the
// item has none.
func benefits(one Row, worn []Row, known map[string]item.Wielder) []benefitRow {
	var wearers []upgrade.Wearer
	rows := map[*item.Item]Row{}
	for _, row := range worn {
		if n := len(wearers); n == 0 || wearers[n-1].Character != row.character {
			wearers = append(wearers, upgrade.Wearer{Character: row.character, Wielder: known[row.character]})
		}
		last := &wearers[len(wearers)-1]
		last.Worn = append(last.Worn, row.Item)
		rows[row.Item] = row
	}
	out := []benefitRow{}
	for _, b := range upgrade.Benefits(upgrade.Owned{Owner: one.character, Item: one.Item}, wearers) {
		row := benefitRow{CharacterName: b.Character, Slot: b.Slot.String(), Gain: gainRow(b.Gain), Displaces: []int64{}, Bares: []string{}}
		if replaced, is := rows[b.Replaces]; is {
			row.Replaces = &replaced
		}
		for _, i := range b.Displaces {
			row.Displaces = append(row.Displaces, i.ItemID)
		}
		for _, slot := range b.Bares {
			row.Bares = append(row.Bares, slot.String())
		}
		out = append(out, row)
	}
	return out
}
