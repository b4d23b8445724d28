package item

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// bare is the helm as somebody saw it without appraising it, in a pack.
const bare = `{"Id":2155872301,"Name":"Covenant Helm","ObjectClass":2,"HasIdData":false,"LastIdTime":0,"Slot":4,"ContainerId":77,"CurrentWieldedLocation":-1,
"IntValues":{"5":450,"19":23000,"218103821":16384,"218103822":1},"DoubleValues":{},"StringValues":{"1":"Covenant Helm"},"BoolValues":{},"Spells":[],"ActiveSpells":[],"ArmorLevel":-1}`

func TestAnAppraisalIsNotForgotten(t *testing.T) {
	t.Parallel()
	stored := decode(t, helm)
	before := stored.Hash()
	m := Merge(stored, decode(t, bare))
	if !m.HasIDData || m.LastIDTime != 1777918867 || len(m.Spells) != 3 {
		t.Errorf("appraised %v at %d, %d spells", m.HasIDData, m.LastIDTime, len(m.Spells))
	}
	is(t, "armor_level", m.Combat.ArmorLevel, 312)
	is(t, "base_armor_level", m.Combat.BaseArmorLevel, 192)
	is(t, "item_set", m.Enhancements.ItemSet, 14)
	is(t, "container_id", m.ContainerID, 77)
	is(t, "slot", m.Slot, 4)
	is(t, "value", m.Value, 23000)
	unknown(t, "current_wielded_location", m.CurrentWieldedLocation)
	if m.IsWorn() {
		t.Error("it is still worn")
	}
	if stored.Hash() != before || !stored.IsWorn() {
		t.Error("the stored item was changed")
	}
}

func TestMergeCases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, stored, incoming string
		check                  func(*testing.T, *Item)
	}{
		{"an appraisal replaces an appraisal", `{"Id":1,"HasIdData":true,"IntValues":{"28":100,"171":1}}`, `{"Id":1,"HasIdData":true,"IntValues":{"28":120}}`, func(t *testing.T, i *Item) {
			is(t, "armor_level", i.Combat.ArmorLevel, 120)
			unknown(t, "tinks", i.Enhancements.Tinks)
		}},
		{"an appraisal replaces a glance", bare, helm, func(t *testing.T, i *Item) { is(t, "armor_level", i.Combat.ArmorLevel, 312) }},
		{"a glance replaces a glance", `{"Id":1,"IntValues":{"28":100}}`, `{"Id":1,"IntValues":{"5":1}}`, func(t *testing.T, i *Item) {
			unknown(t, "armor_level", i.Combat.ArmorLevel)
		}},
		{"a stack is counted by whichever field", `{"Id":1,"HasIdData":true,"IntValues":{"12":150,"11":1000}}`, `{"Id":1,"StackSize":99}`, func(t *testing.T, i *Item) {
			is(t, "stack_size", i.StackSize, 99)
			is(t, "max_stack_size", i.MaxStackSize, 1000)
		}},
		{"no count is no count", `{"Id":1,"HasIdData":true,"IntValues":{"12":150}}`, `{"Id":1,"StackSize":-1}`, func(t *testing.T, i *Item) { is(t, "stack_size", i.StackSize, 150) }},
		{"it moves by whichever field", `{"Id":1,"HasIdData":true,"IntValues":{"218103810":5,"10":1}}`, `{"Id":1,"Container":6}`, func(t *testing.T, i *Item) {
			is(t, "container_id", i.ContainerID, 6)
			unknown(t, "current_wielded_location", i.CurrentWieldedLocation)
		}},
		{"it is put on", `{"Id":1,"HasIdData":true,"CurrentWieldedLocation":-1}`, `{"Id":1,"IntValues":{"10":512}}`, func(t *testing.T, i *Item) {
			is(t, "current_wielded_location", i.CurrentWieldedLocation, 512)
		}},
		{"a glance adds what was not known", `{"Id":1,"HasIdData":true,"IntValues":{"28":100}}`, `{"Id":1,"IntValues":{"28":5,"265":14},"Burden":7,"future":true,"Spells":[2604]}`, func(t *testing.T, i *Item) {
			is(t, "armor_level", i.Combat.ArmorLevel, 100)
			is(t, "item_set", i.Enhancements.ItemSet, 14)
			is(t, "burden", i.Burden, 7)
			if len(i.Spells) != 1 {
				t.Errorf("%v", i.Spells)
			}
		}},
		{"no way around: a property that says what a typed field said", `{"Id":1,"HasIdData":true,"ArmorLevel":100,"Name":"Helm","EquipSkill":5}`,
			`{"Id":1,"WeaponSkill":3,"IntValues":{"28":5},"StringValues":{"1":"Other"}}`, func(t *testing.T, i *Item) {
				is(t, "armor_level", i.Combat.ArmorLevel, 100)
				is(t, "name", i.Name, "Helm")
				is(t, "weapon_skill", i.Combat.WeaponSkill, 5)
			}},
		{"no way around: Decal's id for the game's", `{"Id":1,"HasIdData":true,"IntValues":{"9":512},"DoubleValues":{"13":1.2}}`, `{"Id":1,"IntValues":{"218103822":1},"DoubleValues":{"167772160":0.1}}`,
			func(t *testing.T, i *Item) {
				is(t, "valid_locations", i.ValidLocations, 512)
				is(t, "slash", i.Combat.Protections[0], 1.2)
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t, Merge(decode(t, c.stored), decode(t, c.incoming)))
		})
	}
	if i := decode(t, bare); Merge(nil, i) != i {
		t.Error("an item that was never seen is not itself")
	}
}

// drawItem makes an object of any of the ways in which a column can be told.
func drawItem(t *rapid.T, name string, appraised bool) json.RawMessage {
	object := map[string]any{"Id": 7, "HasIdData": appraised}
	ints, doubles, texts := map[string]any{}, map[string]any{}, map[string]any{}
	for _, s := range sources() {
		for _, id := range s.ids {
			if rapid.IntRange(0, 5).Draw(t, "tell") == 0 {
				n := rapid.Int64Range(-1, 1<<31-1).Draw(t, "value")
				switch s.in {
				case "IntValues":
					ints[fmt.Sprint(id)] = n
				case "DoubleValues":
					doubles[fmt.Sprint(id)] = float64(n) / 64
				default:
					texts[fmt.Sprint(id)] = fmt.Sprint("text ", n)
				}
			}
		}
		for _, field := range s.typed {
			if rapid.IntRange(0, 5).Draw(t, "type") == 0 {
				object[field] = rapid.Int64Range(-1, 1<<31-1).Draw(t, "typed")
			}
		}
	}
	object["IntValues"], object["DoubleValues"], object["StringValues"] = ints, doubles, texts
	object["Spells"] = rapid.SliceOfN(rapid.IntRange(1, 3000), 0, 4).Draw(t, "spells")
	raw, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Every way of telling a column is tried against every other: what an appraisal
// knew is never lost, and where an item is comes from the later one.
func TestMergeKeepsAndMoves(t *testing.T) {
	t.Parallel()
	moves := []string{"ContainerID", "CurrentWieldedLocation", "Slot"}
	counts := []string{"StackSize", "MaxStackSize", "Structure", "MaxStructure", "Burden", "Value"}
	computed := []string{"HasIDData", "Raw", "LastIDTime", "WieldLevel", "BaseArmorLevel", "TotalRating", "ItemID", "ShieldValue", "ItemType", "SlotNames", "AetheriaBits", "ImbueName", "MaterialName", "ItemSetName"}
	rapid.Check(t, func(t *rapid.T) {
		stored, err1 := Decode(drawItem(t, "stored", true))
		incoming, err2 := Decode(drawItem(t, "incoming", false))
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		merged := Merge(stored, incoming)
		old, seen, got := fields(stored), fields(incoming), fields(merged)
		for name, v := range got {
			switch {
			case slices.Contains(computed, name):
			case slices.Contains(moves, name):
				equal(t, name, v, seen[name])
			case slices.Contains(counts, name) && seen[name] != nil:
				equal(t, name, v, seen[name])
			case old[name] != nil && name != "Protections":
				equal(t, name, v, old[name])
			}
		}
		if again := Merge(merged, incoming); !reflect.DeepEqual(again, merged) {
			t.Error("merging the same again changes something")
		}
	})
}

// fields are the known columns of an item by name; unknown ones are nil.
func fields(i *Item) map[string]any {
	found := map[string]any{}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		for n := range v.NumField() {
			f := v.Field(n)
			switch {
			case f.Kind() == reflect.Struct && v.Type().Field(n).Name != "Raw":
				walk(f)
			case f.Kind() == reflect.Pointer && f.IsNil() || f.Kind() == reflect.Slice && f.Len() == 0:
				found[v.Type().Field(n).Name] = nil
			case f.Kind() == reflect.Pointer:
				found[v.Type().Field(n).Name] = f.Elem().Interface()
			default:
				found[v.Type().Field(n).Name] = f.Interface()
			}
		}
	}
	walk(reflect.ValueOf(*i))
	return found
}

func equal(t *rapid.T, name string, got, want any) {
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
}

func TestHash(t *testing.T) {
	t.Parallel()
	h := decode(t, helm).Hash()
	for name, raw := range map[string]string{
		"the time of the appraisal": strings.Replace(helm, "1777918867", "5", 1),
		"the order of members":      `{"Workmanship":8,` + helm[1:],
	} {
		if decode(t, raw).Hash() != h {
			t.Errorf("%s changes the hash", name)
		}
	}
	if decode(t, `{"Id":-1000}`).Hash() != decode(t, `{"Id":4294966296}`).Hash() {
		t.Error("a signed id changes the hash")
	}
	seen := map[[16]byte]string{h: "the helm"}
	for _, raw := range []string{
		`{"Id":1}`, `{"Id":2}`, `{"Id":1,"IntValues":{}}`, `{"Id":1,"IntValues":{"9999":1}}`, `{"Id":1,"Spells":[1]}`, `{"Id":1,"ActiveSpells":[1]}`,
		`{"Id":1,"ContainerId":4}`, `{"Id":1,"unknown":"member"}`, `{"Id":1,"HasIdData":true}`,
	} {
		hash := decode(t, raw).Hash()
		if other, ok := seen[hash]; ok {
			t.Errorf("%s and %s have one hash", raw, other)
		}
		seen[hash] = raw
	}
	for _, spelled := range []string{`{"Id":1,"a":7.0}`, `{"a":7e0,"Id":1}`, ` { "Id" : 1 , "a" : 7 } `} {
		if decode(t, spelled).Hash() != decode(t, `{"Id":1,"a":7}`).Hash() {
			t.Errorf("%s has a hash of its own", spelled)
		}
	}
	if (&Item{}).Hash() == h {
		t.Error("nothing has the hash of a helm")
	}
}
