package inventory

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"testing"
	"time"

	"overlord/inventory/gamedata"
	"overlord/inventory/index"
	"overlord/inventory/query"
	"overlord/store/storetest"
)

// joined is a query as a statement over the seven tables: what a search would be
// without an index of our own. It is the measure for the bench, and agrees with
// the index where the tables hold what a filter looks at; better: is only asked
// for its slots' pieces above a mark.
type joinedQuery struct {
	args []any
}

const joinTables = ` from items i
	left join item_combat_stats c on c.item_id = i.id left join item_requirements r on r.item_id = i.id
	left join item_enhancements e on e.item_id = i.id left join item_ratings g on g.item_id = i.id
	left join item_raw_data w on w.item_id = i.id left join inventory_state o on o.character_name = i.character_name
	where `

// statement gives the page of 50 with the total, in the order of a search.
func (j *joinedQuery) statement(q *query.Query, now time.Time) string {
	condition := "true"
	if q.Root != nil {
		condition = j.node(q.Root, now)
	}
	return `select i.id, count(*) over ()` + joinTables + condition + ` order by i.character_name, i.name, i.item_id limit 50`
}

// whole gives the same page and total with all facets of a search: the joined rows
// once, and then what they divide by. Rows are a facet's name, or "page", then the
// value, and how many, or the total.
func (j *joinedQuery) whole(q *query.Query, now time.Time) string {
	condition := "true"
	if q.Root != nil {
		condition = j.node(q.Root, now)
	}
	var ids, tiers []int64
	for _, s := range gamedata.Spells() {
		if c, is := gamedata.CantripOf(s.ID); is {
			ids, tiers = append(ids, int64(s.ID)), append(tiers, int64(c.Tier))
		}
	}
	return `with found as materialized (
		select i.id, i.item_id, i.name, i.character_name, i.item_type, i.slot_names, i.current_wielded_location > 0 worn, e.item_set, e.material, e.imbue, c.weapon_skill, c.damage_type, r.wield_level` + joinTables + condition + `)
		(select 'page', id::text, count(*) over () from found order by character_name, name, item_id limit 50)
		union all select 'type', item_type, count(*) from found group by 2
		union all select 'slot', slot, count(*) from found, unnest(slot_names) slot group by 2
		union all select 'set', item_set::text, count(*) from found group by 2
		union all select 'material', material::text, count(*) from found group by 2
		union all select 'place', case when worn then '1' else 'pack' end, count(*) from found group by 2
		union all select 'character', character_name, count(*) from found group by 2
		union all select 'tier', tier::text, count(distinct id) from found join item_spells s on s.item_id = id
			join unnest(` + j.arg(ids) + `::bigint[], ` + j.arg(tiers) + `::bigint[]) cantrip(spell, tier) on spell = s.spell_id group by 2
		union all select 'imbue', bit::text, count(*) from found, generate_series(0, 31) place, lateral (select 1::bigint << place bit) b where imbue & bit <> 0 group by 2
		union all select 'wield', wield_level::text, count(*) from found group by 2
		union all select 'skill', weapon_skill::text, count(*) from found group by 2
		union all select 'damage', bit::text, count(*) from found, generate_series(0, 31) place, lateral (select 1::bigint << place bit) b where damage_type & bit <> 0 group by 2`
}

func (j *joinedQuery) arg(v any) string {
	j.args = append(j.args, v)
	return fmt.Sprintf("$%d", len(j.args))
}

func (j *joinedQuery) node(n query.Node, now time.Time) string {
	switch n := n.(type) {
	case *query.And:
		return j.all(n.Nodes, " and ", now)
	case *query.Or:
		return j.all(n.Nodes, " or ", now)
	case *query.Not:
		return "(" + j.node(n.Node, now) + ") is not true"
	case *query.Word:
		return j.word(n.Text)
	case *query.Leaf:
		return j.leaf(n, now)
	}
	return "true"
}

func (j *joinedQuery) all(nodes []query.Node, between string, now time.Time) string {
	parts := make([]string, len(nodes))
	for i, n := range nodes {
		parts[i] = j.node(n, now)
	}
	return "(" + strings.Join(parts, between) + ")"
}

func (j *joinedQuery) word(text string) string {
	like := j.arg("%" + text + "%")
	return fmt.Sprintf(`(lower(coalesce(e.material_name || ' ', '') || coalesce(i.name, '')) like %[1]s or lower(e.item_set_name) like %[1]s
		or lower(w.string_values->>'7') like %[1]s or %[2]s)`, like, j.spells(query.SpellsNamed(text, false)))
}

func (j *joinedQuery) spells(ids []int64) string {
	return `exists (select from item_spells s where s.item_id = i.id and s.spell_id = any(` + j.arg(ids) + `::bigint[]))`
}

// spellCount counts an item's spells of some tiers.
func (j *joinedQuery) spellCount(tiers ...gamedata.Tier) string {
	var ids []int64
	for _, s := range gamedata.Spells() {
		for _, t := range tiers {
			if s.Tier == t {
				ids = append(ids, int64(s.ID))
			}
		}
	}
	return `(select count(*) from item_spells s where s.item_id = i.id and s.spell_id = any(` + j.arg(ids) + `::bigint[]))`
}

func (j *joinedQuery) leaf(l *query.Leaf, now time.Time) string {
	switch l.Filter.Name {
	case "is":
		var parts []string
		for _, t := range l.Terms {
			parts = append(parts, isConditions[t])
		}
		return "(" + strings.Join(parts, " or ") + ")"
	case "slot":
		var names []string
		for _, name := range gamedata.Slots() {
			slot, _ := gamedata.ParseSlot(name)
			for _, t := range l.Terms {
				if slot.Family() == strings.ReplaceAll(t, " ", "_") {
					names = append(names, name)
				}
			}
		}
		return `i.slot_names && ` + j.arg(names)
	case "char":
		return `lower(i.character_name) like ` + j.arg("%"+l.Terms[0]+"%")
	case "better":
		return `(i.slot_names is not null and c.base_armor_level > 300)`
	case "seen":
		return `o.uploaded > ` + j.arg(now.Add(-l.Age()))
	case "spell", "cantrip":
		return j.spells(l.IDs())
	case "legendaries":
		return j.spellCount(gamedata.Legendary) + ">= 2"
	case "epics":
		return j.spellCount(gamedata.Epic) + ">= 3"
	}
	switch l.Filter.Form {
	case query.FormName:
		return j.named(l)
	case query.FormNumber:
		low, high := l.Range()
		var parts []string
		for _, c := range l.Filter.Columns() {
			parts = append(parts, fmt.Sprintf("(%s)::float8 between %s and %s", column(c.Name), j.arg(max(low, -1e15)), j.arg(min(high, 1e15))))
		}
		return "(" + strings.Join(parts, " or ") + ")"
	}
	return "true"
}

// named are the filters of names, as columns of numbers or of bits.
func (j *joinedQuery) named(l *query.Leaf) string {
	ids := j.arg(l.IDs())
	switch l.Filter.Name {
	case "material":
		return "e.material = any(" + ids + "::bigint[])"
	case "set":
		return "e.item_set = any(" + ids + "::bigint[])"
	case "skill":
		return "c.weapon_skill = any(" + ids + "::bigint[])"
	case "imbue":
		return "exists (select from unnest(" + ids + "::bigint[]) bit where e.imbue & bit <> 0)"
	case "damage":
		return "exists (select from unnest(" + ids + "::bigint[]) bit where c.damage_type & bit <> 0)"
	}
	return "true"
}

// column is a column of the tables, or what it would be worked out from.
func column(name string) string {
	for i, t := range tables {
		for _, c := range t.columns {
			if c == name && c != "item_id" {
				return string("icreg"[i]) + "." + c
			}
		}
	}
	switch name {
	case "work":
		return "case when i.item_type = 'salvage' then coalesce(e.salvage_workmanship, e.workmanship) else e.workmanship end"
	case "tinks_left":
		return "case when e.material > 0 and e.workmanship > 0 and i.item_type <> 'salvage' and (e.tinks is not null or i.has_id_data)" +
			" and not exists (select from item_raw_data d where d.item_id = i.id and (d.bool_values ->> '91')::boolean) then greatest(10 - coalesce(e.tinks, 0), 0) end"
	case "spell_count":
		return "(select count(*) from item_spells s where s.item_id = i.id)"
	case "melee_defense_percent":
		return "round((c.melee_defense_bonus - 1) * 100)"
	case "attack_percent":
		return "round((c.attack_bonus - 1) * 100)"
	case "elemental_percent":
		return "round((c.elemental_damage_vs_monsters - 1) * 100)"
	}
	panic("no column " + name)
}

var isConditions = map[string]string{
	"armor": `i.item_type = 'armor'`, "jewelry": `i.item_type = 'jewelry'`, "weapon": `i.item_type in ('melee', 'missile', 'caster')`,
	"melee": `i.item_type = 'melee'`, "missile": `i.item_type = 'missile'`, "caster": `i.item_type = 'caster'`,
	"equipped": `i.current_wielded_location > 0`, "loot": `e.material > 0`, "attuned": `i.attuned > 0`, "unidentified": `not i.has_id_data`,
	"reducible": `(e.material > 0 and cardinality(i.slot_names) > 1)`,
}

// The statements are right where the tables tell: they count what the index finds.
func TestTheJoinFindsWhatTheIndexFinds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stock(2)
	for _, text := range []string{
		"", "helm", "gold ring", "is:armor", "is:weapon", "slot:chest", "slot:head+hands+feet", "material:gold+silver", "set:14", "al:>=300", "al:300..600",
		"work:>=8", "value:>=3000 burden:<=300", "spell:impenetrability", "level:<=150 is:armor al:>=100", "is:unidentified", `char:"mule 1" is:armor`, "-is:equipped -al:>=200",
	} {
		parsed, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		j := &joinedQuery{}
		sql := strings.Replace(j.statement(parsed, h.clock.now()), "select i.id, count(*) over ()", "select (count(*) over ())::text", 1)
		got := "0"
		if lines := storetest.MustLines(t, h.pool, sql, j.args...); len(lines) > 0 {
			got = lines[0]
		}
		if want := fmt.Sprint(h.search(q(text)).TotalCount); got != want {
			t.Errorf("%s: the join finds %s, the index %s", text, got, want)
		}
	}
}

// The statements with facets divide what they find as the index does.
func TestTheJoinDividesAsTheIndexDoes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stock(2)
	for _, text := range []string{"", "is:armor", "is:weapon", "slot:head+hands+feet", "level:<=150 is:armor al:>=100"} {
		parsed, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		j, counted := &joinedQuery{}, map[string]map[string]int{}
		for _, line := range storetest.MustLines(t, h.pool, "select facet || '|' || value || '|' || n from ("+j.whole(parsed, h.clock.now())+") divided(facet, value, n) where value is not null", j.args...) {
			part := strings.Split(line, "|")
			if counted[part[0]] == nil {
				counted[part[0]] = map[string]int{}
			}
			counted[part[0]][part[1]], _ = strconv.Atoi(part[2])
		}
		page, err := h.module.search(t.Context(), searched{Request: index.Request{Query: parsed, Limit: 50, Facets: index.FacetNames()}})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range page.IDs {
			if counted["page"][fmt.Sprint(id)] != page.Total {
				t.Errorf("%s: the join's page does not have %d, or another total than %d", text, id, page.Total)
			}
		}
		for _, f := range page.Facets {
			if f.Name == "slot" || f.Name == "skill" {
				continue // told as families, and worked out
			}
			want := map[string]int{}
			for _, v := range f.Values {
				key := fmt.Sprint(v.ID)
				if v.ID == 0 {
					key = v.Name
				}
				want[key] = v.Count
			}
			if !maps.Equal(counted[f.Name], want) && len(counted[f.Name])+len(want) > 0 {
				t.Errorf("%s: the join divides by %s into %v, the index into %v", text, f.Name, counted[f.Name], want)
			}
		}
	}
}
