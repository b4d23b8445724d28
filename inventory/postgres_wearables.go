package inventory

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
	"overlord/store"
)

// wearableSlots are the bits of the equip mask that are a slot of a suit: all but
// weapons and ammunition.
const wearableSlots = 0x7FFFFFFF &^ (gamedata.EquipWeapon | gamedata.EquipAmmo)

// selectWearables reads what suits are judged by, of items that can be worn.
const selectWearables = `select t0.character_name, t0.item_id, t0.name, t0.valid_locations, t0.coverage_mask, t0.current_wielded_location, t0.attuned,
		c.base_armor_level, e.material, e.item_set,
		r.damage_rating, r.damage_resist_rating, r.crit_rating, r.crit_resist_rating, r.crit_damage_rating, r.crit_damage_resist_rating, r.heal_boost_rating, r.vitality_rating,
		q.wield_requirement_1, q.wield_skill_1, q.wield_value_1, q.wield_requirement_2, q.wield_skill_2, q.wield_value_2,
		q.wield_requirement_3, q.wield_skill_3, q.wield_value_3, q.wield_requirement_4, q.wield_skill_4, q.wield_value_4, q.heritage,
		s.spells, d.bool_values ->> '91' = 'true'
	from items t0
		left join item_combat_stats c on c.item_id = t0.id
		left join item_enhancements e on e.item_id = t0.id
		left join item_ratings r on r.item_id = t0.id
		left join item_requirements q on q.item_id = t0.id
		left join item_raw_data d on d.item_id = t0.id and d.bool_values ? '91'
		left join (select item_id, array_agg(spell_id order by spell_id) as spells from item_spells group by item_id) s on s.item_id = t0.id
	where t0.valid_locations & $1 <> 0 and (cardinality($2::text[]) = 0 or t0.character_name = any($2))`

// loadWearables reads the items that can be worn, of these characters or of all,
// and hands each on.
func loadWearables(ctx context.Context, db store.Querier, characters []string, each func(character string, i *item.Item)) error {
	if characters == nil {
		characters = []string{}
	}
	rows, err := db.Query(ctx, selectWearables, int64(wearableSlots), characters)
	if err != nil {
		return fmt.Errorf("read what can be worn: %w", err)
	}
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		var character string
		var spells []int32
		var isRetained *bool
		i := &item.Item{HasIDData: true}
		r, q := &i.Ratings, &i.Requirements
		err := row.Scan(&character, &i.ItemID, &i.Name, &i.ValidLocations, &i.CoverageMask, &i.CurrentWieldedLocation, &i.Attuned,
			&i.Combat.BaseArmorLevel, &i.Enhancements.Material, &i.Enhancements.ItemSet,
			&r.DamageRating, &r.DamageResistRating, &r.CritRating, &r.CritResistRating, &r.CritDamageRating, &r.CritDamageResistRating, &r.HealBoostRating, &r.VitalityRating,
			&q.WieldRequirement1, &q.WieldSkill1, &q.WieldValue1, &q.WieldRequirement2, &q.WieldSkill2, &q.WieldValue2,
			&q.WieldRequirement3, &q.WieldSkill3, &q.WieldValue3, &q.WieldRequirement4, &q.WieldSkill4, &q.WieldValue4, &q.Heritage,
			&spells, &isRetained)
		if err != nil {
			return struct{}{}, err
		}
		for _, id := range spells {
			i.Spells = append(i.Spells, item.Spell{ID: id})
		}
		if isRetained != nil && *isRetained {
			i.Raw.BoolValues = map[int32]bool{item.PropertyRetained: true}
		}
		each(character, i)
		return struct{}{}, nil
	})
	if err != nil {
		return fmt.Errorf("read what can be worn: %w", err)
	}
	return nil
}
