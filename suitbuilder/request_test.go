package suitbuilder

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"overlord/inventory/gamedata"
	"overlord/store/fault"
	"overlord/suitbuilder/solve"
)

// read is a request as it comes over the wire.
func read(body string) (*plan, error) {
	return readSearch(httptest.NewRequest(http.MethodPost, "/suitbuilder/search", strings.NewReader(body)))
}

func TestBadRequestsAreToldByTheirMember(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 65)
	cases := []struct{ body, field, want string }{
		{``, "", "the body is empty"},
		{`{"cantrips":`, "", "ends in the middle"},
		{`{}`, "cantrips", "say what the suit is for"},
		{`{"secondary_set":14}`, "cantrips", "say what the suit is for"},
		{`{"objective":[]}`, "cantrips", "say what the suit is for"},
		{`{"primary_set":14,"colour":"red"}`, "colour", "is not known here"},
		{`{"primary_set":"Adept"}`, "primary_set", "wants a whole number"},
		{`{"primary_set":-1}`, "primary_set", "primary_set is -1"},
		{`{"primary_set":14,"primary_count":0}`, "primary_count", "is 0; it wants 1 to 9"},
		{`{"primary_set":14,"primary_count":10}`, "primary_count", "is 10; it wants 1 to 9"},
		{`{"objective":["armor_level"],"primary_count":3}`, "primary_count", "there is no primary_set"},
		{`{"primary_set":14,"secondary_count":3}`, "secondary_count", "there is no secondary_set"},
		{`{"primary_set":14,"secondary_set":14}`, "secondary_set", "is the primary set too"},
		{`{"primary_set":14,"set_mode":"perhaps"}`, "set_mode", "prefer, require, strict"},
		{`{"primary_set":14,"characters":["Anna",""]}`, "characters.1", "wants a character's name"},
		{`{"primary_set":14,"characters":["` + long + `"]}`, "characters.0", "wants a character's name"},
		{`{"primary_set":14,"target":" Anna"}`, "target", "wants a character's name"},
		{`{"primary_set":14,"include_equipped":false,"include_inventory":false}`, "include_inventory", "nothing would be left"},
		{`{"primary_set":14,"slots":["head","chst"]}`, "slots.1", `the nearest slot is "chest"`},
		{`{"primary_set":14,"slots":["head","head"]}`, "slots.1", "for the second time"},
		{`{"cantrips":[{"tier":"epic"}]}`, "cantrips.0", "names no cantrip"},
		{`{"cantrips":[{"name":"Strenght","tier":"epic"}]}`, "cantrips.0.name", `the nearest cantrip is "Strength"`},
		{`{"cantrips":[{"family":1,"tier":"epic"}]}`, "cantrips.0.family", "is no family of cantrips"},
		{`{"cantrips":[{"family":323,"tier":"epic"}]}`, "cantrips.0.family", "Blood Thirst and of Spirit Thirst: give the name"},
		{`{"cantrips":[{"family":261,"name":"Focus","tier":"epic"}]}`, "cantrips.0.family", "not that of Focus"},
		{`{"cantrips":[{"name":"Strength"}]}`, "cantrips.0.tier", "feeble, minor, moderate, major, epic, legendary"},
		{`{"cantrips":[{"name":"Strength","tier":"great"}]}`, "cantrips.0.tier", `is "great"`},
		{`{"cantrips":[{"name":"Strength","tier":"epic","weight":0}]}`, "cantrips.0.weight", "1 to 1000"},
		{`{"cantrips":[{"name":"Strength","tier":"epic","weight":1001}]}`, "cantrips.0.weight", "1 to 1000"},
		{`{"cantrips":[{"name":"Strength","tier":"epic"},{"family":261,"tier":"major"}]}`, "cantrips.1", "Strength, and so does cantrips.0"},
		{`{"cantrips":[{"name":"Impenetrability","tier":"epic"}]}`, "cantrips.0", "counts in armor_level"},
		{`{"primary_set":14,"locked":[{"character":"A"}]}`, "locked.0.item_id", "the game's number"},
		{`{"primary_set":14,"locked":[{"item_id":5}]}`, "locked.0.character", "wants a character's name"},
		{`{"primary_set":14,"locked":[{"character":"A","item_id":5,"slot":"ear"}]}`, "locked.0.slot", "the nearest slot"},
		{`{"primary_set":14,"slots":["head"],"locked":[{"character":"A","item_id":5,"slot":"feet"}]}`, "locked.0.slot", "not among the slots"},
		{`{"primary_set":14,"locked":[{"character":"A","item_id":5},{"character":"B","item_id":5}]}`, "locked.1.item_id", "which locked.0 is too"},
		{`{"primary_set":14,"locked":[{"character":"A","item_id":5,"slot":"feet"},{"character":"B","item_id":6,"slot":"feet"}]}`, "locked.1.slot", "where locked.0 is"},
		{`{"primary_set":14,"locked":[{"character":"A","item_id":5}],"excluded":[{"item_id":5}]}`, "locked.0.item_id", "which is excluded"},
		{`{"primary_set":14,"excluded":[{"item_id":4294967296}]}`, "excluded.0.item_id", "the game's number"},
		{`{"primary_set":14,"excluded":[{"item_id":7,"character":" x"}]}`, "excluded.0.character", "a character's name"},
		{`{"primary_set":14,"min":{"armour":1}}`, "min.armour", `the nearest is "armor_level"`},
		{`{"primary_set":14,"min":{"cantrips":1}}`, "min.cantrips", "is nothing that a minimum"},
		{`{"primary_set":14,"min":{"armor_level":-1}}`, "min.armor_level", "0 to 1000000"},
		{`{"primary_set":14,"reduction":"some"}`, "reduction", "retail, ace, none"},
		{`{"objective":["armor_lvl"]}`, "objective.0", `the nearest criterion is "armor_level"`},
		{`{"objective":["armor_level","armor_level"]}`, "objective.1", "for the second time"},
		{`{"objective":["armor_level","classic"]}`, "objective.1", "stands by itself"},
		{`{"objective":7}`, "objective", "wants a list of criteria"},
		{`{"primary_set":14,"top":0}`, "top", "1 to 100"},
		{`{"primary_set":14,"top":101}`, "top", "1 to 100"},
		{`{"primary_set":14,"time_limit_ms":99}`, "time_limit_ms", "100 to 600000"},
		{`{"primary_set":14,"allowed_crit_damage":[0,3]}`, "allowed_crit_damage.1", "0, 1 or 2"},
		{`{"primary_set":14,"clothing_min_damage_rating":-1}`, "clothing_min_damage_rating", "0 to 1000000"},
	}
	for _, c := range cases {
		_, err := read(c.body)
		f := fault.Of(err)
		if err == nil || f.Code != fault.Invalid || f.Field != c.field || !strings.Contains(f.Message, c.want) {
			t.Errorf("%s: %v of %q; want %q of %q", c.body, err, f.Field, c.want, c.field)
		}
	}
}

func TestARequestWithEverything(t *testing.T) {
	t.Parallel()
	p, err := read(`{"characters":["B","A","B"],"target":"A","include_equipped":false,
		"slots":["head","shield"],"primary_set":14,"primary_count":2,"secondary_set":400,"secondary_count":1,"set_mode":"strict",
		"cantrips":[{"family":269,"tier":"legendary","weight":3,"required":true},{"name":"strength","tier":"Epic"}],
		"locked":[{"character":"A","item_id":-2139094995,"slot":"head"}],"excluded":[{"character":"B","item_id":7},{"item_id":8}],
		"min":{"armor_level":1000,"crit_damage_rating":0,"vitality_rating":2},"reduction":"ace",
		"objective":["armor_level","fewest_owners"],"top":3,"time_limit_ms":500,"allowed_crit_damage":[1,2],"clothing_min_damage_rating":3}`)
	if err != nil {
		t.Fatal(err)
	}
	focus, _ := gamedata.LineOf("Focus")
	strength, _ := gamedata.LineOf("Strength")
	want := &plan{characters: []string{"A", "B"}, equipped: false, inventory: true, limit: 500 * time.Millisecond, Request: solve.Request{
		Target: "A", Slots: 1<<solve.Head | 1<<solve.Shield, PrimarySet: 14, PrimaryCount: 2, SecondarySet: 400, SecondaryCount: 1, SetMode: solve.Strict,
		Cantrips:  []solve.Wanted{{Family: focus + 1, Tier: solve.Legendary, Weight: 3, Required: true}, {Family: strength + 1, Tier: solve.Epic, Weight: 1}},
		Locked:    []solve.Lock{{ItemID: 2155872301, Owner: "A", Slots: 1 << solve.Head}},
		Excluded:  []solve.Exclusion{{ItemID: 7, Owner: "B"}, {ItemID: 8}},
		Min:       []solve.Minimum{{Of: solve.ByArmorLevel, Value: 1000}, {Of: solve.ByVitality, Value: 2}},
		Reduction: solve.ReduceACE, Objective: []solve.Criterion{solve.ByArmorLevel, solve.ByFewestOwners}, Top: 3,
		ForbidCritDamage: [3]bool{true, false, false}, ClothingMinDamage: 3,
	}}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("%+v\nnot\n%+v", p, want)
	}
}

func TestWhatARequestLeavesOpen(t *testing.T) {
	t.Parallel()
	p, err := read(`{"primary_set":14,"secondary_set":21}`)
	if err != nil {
		t.Fatal(err)
	}
	if p.PrimaryCount != 5 || p.SecondaryCount != 4 || p.SetMode != solve.Prefer || p.Top != 10 || p.limit != 30*time.Second || p.Slots != solve.DefaultSlots ||
		!p.equipped || !p.inventory || p.Reduction != solve.ReduceRetail || !reflect.DeepEqual(p.Objective, solve.DefaultObjective()) {
		t.Errorf("%+v", p)
	}
	for _, body := range []string{`{"objective":"classic"}`, `{"objective":["classic"]}`} {
		p, err := read(body)
		if err != nil || !reflect.DeepEqual(p.Objective, solve.ClassicObjective()) {
			t.Errorf("%s: %+v %v", body, p, err)
		}
	}
}

// Whatever passes here is a request that the solver takes.
func TestWhatIsUnderstoodIsSolved(t *testing.T) {
	t.Parallel()
	taken := 0
	for seed := range uint64(300) {
		r := randomRequest(rand.New(rand.NewPCG(seed, 0)))
		p, err := r.understand()
		if err != nil {
			if fault.CodeOf(err) != fault.Invalid {
				t.Fatalf("%+v: %v", r, err)
			}
			continue
		}
		taken++
		s, err := p.gather(t.Context(), someArmory(t).candidates, someArmory(t).wielders["Anna"])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := solve.Solve(t.Context(), &s.Problem, solve.Options{MaxNodes: 50}); err != nil {
			t.Fatalf("%+v: %v", r, err)
		}
	}
	if taken < 100 {
		t.Errorf("only %d of 300 were understood", taken)
	}
}

func randomRequest(d *rand.Rand) *Request {
	r := &Request{PrimarySet: int32(d.IntN(3)) * 14, Top: new(1 + d.IntN(5)), SetMode: []string{"", "require", "strict", "prefer"}[d.IntN(4)]}
	if d.IntN(2) == 0 {
		r.SecondarySet = 21
	}
	lines := lineNames()
	for range d.IntN(4) {
		r.Cantrips = append(r.Cantrips, WantedCantrip{Name: lines[d.IntN(len(lines))], Tier: gamedata.Tiers()[d.IntN(6)], Required: d.IntN(5) == 0})
	}
	for range d.IntN(2) {
		r.Locked = append(r.Locked, LockedItem{Character: "Anna", ItemID: 100 + int64(d.IntN(9)), Slot: []string{"", "head", "chest"}[d.IntN(3)]})
	}
	for range d.IntN(2) {
		r.Excluded = append(r.Excluded, ExcludedItem{ItemID: 100 + int64(d.IntN(9))})
	}
	for range d.IntN(3) {
		r.Objective = append(r.Objective, append(criterionNames(), classic)[d.IntN(15)])
	}
	if d.IntN(3) == 0 {
		r.Min = map[string]int64{leasts()[d.IntN(10)]: int64(d.IntN(400))}
	}
	if d.IntN(3) == 0 {
		r.Target, r.Reduction = "Anna", "ace"
	}
	return r
}

func FuzzRequest(f *testing.F) {
	f.Add(`{"primary_set":14,"cantrips":[{"family":269,"tier":"legendary","weight":1,"required":false}],"objective":"classic"}`)
	f.Add(`{"min":{"armor_level":0},"locked":[{"character":"A","item_id":2155872301,"slot":"head"}],"objective":["cantrips"]}`)
	f.Fuzz(func(t *testing.T, body string) {
		p, err := read(body)
		if err != nil {
			if code := fault.CodeOf(err); code != fault.Invalid && code != fault.TooLarge {
				t.Errorf("%q: %v", body, err)
			}
			return
		}
		if p.limit < leastTimeLimit || p.Top < 1 || p.Slots == 0 || len(p.Objective) == 0 {
			t.Errorf("%q: %+v", body, p)
		}
	})
}

func TestPresetsNameWhatThereIs(t *testing.T) {
	t.Parallel()
	for _, preset := range Presets() {
		r := &Request{}
		for _, name := range preset.Cantrips {
			r.Cantrips = append(r.Cantrips, WantedCantrip{Name: name, Tier: "epic"})
		}
		if _, err := r.understand(); err != nil {
			t.Errorf("%s: %v", preset.Name, err)
		}
		if len(preset.Cantrips) < 10 || preset.Text == "" {
			t.Errorf("%s: %d cantrips, %q", preset.Name, len(preset.Cantrips), preset.Text)
		}
	}
	if war := Presets()[0]; war.Name != "War" || len(war.Cantrips) != 16 {
		t.Errorf("%s has %d cantrips", war.Name, len(war.Cantrips))
	}
	names := fmt.Sprint(Presets())
	for _, name := range []string{"War", "Missile", "Heavy", "Light", "Finesse", "Two-handed", "Tinker"} {
		if !strings.Contains(names, "{"+name+" ") {
			t.Errorf("%s is missing", name)
		}
	}
}
