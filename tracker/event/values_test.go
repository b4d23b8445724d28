package event

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// requiredMembers are the members that each family cannot do without, with a
// good value of each.
var requiredMembers = map[Family][][2]string{
	FamilyTelemetry:      {{"session_id", `"s"`}, {"ew", "1"}, {"ns", "2"}, {"kills", "3"}},
	FamilySpawn:          {{"mob", `"Drudge"`}, {"ew", "1"}, {"ns", "2"}},
	FamilyRare:           {{"name", `"Pearl"`}},
	FamilyPortal:         {{"portal_name", `"Home"`}, {"ew", "1"}, {"ns", "2"}},
	FamilyCombatStats:    {{"session_id", `"s"`}},
	FamilyChat:           {{"text", `"hi"`}},
	FamilyFullInventory:  {{"items", "[]"}},
	FamilyInventoryDelta: {{"action", `"remove"`}, {"item_id", "7"}},
}

// membersBut joins a family's required members, with one replaced; "" leaves
// it out.
func membersBut(family Family, name, value string) string {
	var parts []string
	for _, m := range requiredMembers[family] {
		if m[0] == name {
			m[1] = value
		}
		if m[1] != "" {
			parts = append(parts, fmt.Sprintf("%q:%s", m[0], m[1]))
		}
	}
	return strings.Join(parts, ",")
}

func typeOf(family Family) string {
	if family == FamilyShare {
		return "share_x"
	}
	return string(family)
}

func TestRequiredValues(t *testing.T) {
	t.Parallel()
	for _, family := range Families() {
		e, notes := MustDecode(t, frameOf(typeOf(family), membersBut(family, "", "")))
		if notes.Any() {
			t.Errorf("%s: %v", family, notes)
		}
		checkEvent(t, e)
		for _, m := range requiredMembers[family] {
			for value, want := range map[string]Reason{"": ReasonMissingValue, "null": ReasonMissingValue, "true": ReasonBadValue, nested(70): ReasonBadValue} {
				if m[0] == "items" && value == nested(70) {
					continue // an item too deep costs itself
				}
				refusal := MustRefuse(t, frameOf(typeOf(family), membersBut(family, m[0], value)))
				if refusal.Reason != want || refusal.Family != family || refusal.Type != string(family) {
					t.Errorf("%s of %.10q: %+v", m[0], value, refusal)
				}
				if !strings.Contains(refusal.Message, m[0]) {
					t.Errorf("%q does not say that it is about %s", refusal.Message, m[0])
				}
			}
		}
	}
}

func TestRequiredStrings(t *testing.T) {
	t.Parallel()
	cases := []struct{ value, want string }{
		{`"Olthoi"`, "Olthoi"},
		{`""`, ""},
		{`" x "`, " x "}, // only a character's name is trimmed
		{`"a\"b\\c\/d\b\f\n\r\t\u001f"`, "a\"b\\c/d\b\f\n\r\t\x1f"},
		{`"\u00e9\u20ac\ud83d\ude00"`, "é€😀"},
		{`"\ud800"`, "\ufffd"},
		{`"` + strings.Repeat("€", 256) + `"`, strings.Repeat("€", 256)},
		{`7`, "refused"},
		{`["a"]`, "refused"},
		{`"a\u0000"`, "refused"},
		{`"` + strings.Repeat("€", 257) + `"`, "refused"},
	}
	for _, c := range cases {
		frame := frameOf("spawn", membersBut(FamilySpawn, "mob", c.value))
		if c.want == "refused" {
			MustRefuse(t, frame)
			continue
		}
		e, _ := MustDecode(t, frame)
		if got := e.Body.(*Spawn).Mob; got != c.want {
			t.Errorf("%.20s is %q", c.value, got)
		}
		checkEvent(t, e)
	}
	e, _ := MustDecode(t, frameOf("chat", `"text":"`+strings.Repeat("x", 100_000)+`"`))
	if len(e.Body.(*Chat).Text) != 100_000 {
		t.Error("a long line of chat is cut")
	}
}

func TestRequiredNumbers(t *testing.T) {
	t.Parallel()
	const refused = -1
	coordinates := map[string]float64{
		"0": 0, "101.9": 101.9, "10000": 10000, `"1.234,5"`: 1234.5, `"12,5"`: 12.5, "1e3": 1000, "1e-400": 0,
		"10000.1": refused, "-1e5": refused, "1e999": refused, `""`: refused, `"NaN"`: refused, `"∞"`: refused, `"x"`: refused, "[]": refused,
	}
	for value, want := range coordinates {
		for _, name := range []string{"ew", "ns"} {
			frame := frameOf("portal", membersBut(FamilyPortal, name, value))
			if want == refused {
				MustRefuse(t, frame)
				continue
			}
			e, _ := MustDecode(t, frame)
			b := e.Body.(*Portal)
			if got := map[string]float64{"ew": b.EW, "ns": b.NS}[name]; got != want {
				t.Errorf("%s of %s is %v", name, value, got)
			}
			checkEvent(t, e)
		}
	}
	counts := map[string]int64{
		"0": 0, "1284": 1284, "12.0": 12, "-0": 0, "1e3": 1000, `"1,234"`: 1234, `" 7 "`: 7, "9007199254740992": 1 << 53,
		"9007199254740993": refused, "-1": refused, "12.5": refused, `"12.5"`: refused, `"N/A"`: refused, "1e16": refused, "99999999999999999999": refused,
	}
	for value, want := range counts {
		frame := frameOf("telemetry", membersBut(FamilyTelemetry, "kills", value))
		if want == refused {
			MustRefuse(t, frame)
			continue
		}
		e, _ := MustDecode(t, frame)
		if got := e.Body.(*Telemetry).Kills; got != want {
			t.Errorf("kills of %s is %v", value, got)
		}
		checkEvent(t, e)
	}
}

// optionalMembers says what each optional member of the contract takes:
// a string, a name (a string of bounded length), a number, a coordinate, an
// integer of 32 or 64 bits, an object id, free JSON, an object or a landblock.
var optionalMembers = map[Family]map[string]string{
	FamilyRegister: {"session_id": "name", "plugin_version": "string"},
	FamilyTelemetry: {
		"z": "number", "vt_state": "string", "char_tag": "string", "kills_per_hour": "number", "onlinetime": "string",
		"deaths": "int32", "total_deaths": "int32", "rares_found": "int32", "prismatic_taper_count": "int32",
		"mem_mb": "number", "cpu_pct": "number", "mem_handles": "int32", "latency_ms": "number",
	},
	FamilySpawn:  {"z": "number"},
	FamilyRare:   {"ew": "coordinate", "ns": "coordinate", "z": "number", "session_id": "name"},
	FamilyPortal: {"z": "number"},
	FamilyCharacterStats: {
		"level": "int32", "total_xp": "int64", "unassigned_xp": "int64", "luminance_earned": "int64", "luminance_total": "int64",
		"deaths": "int32", "race": "string", "gender": "string", "birth": "string", "attributes": "free", "vitals": "free",
		"skills": "free", "allegiance": "free", "titles": "free", "properties": "free",
		"burden_units": "int64", "encumbrance_capacity": "int64",
	},
	FamilyCombatStats: {"session": "free"},
	FamilyVitals: {
		"health_percentage": "number", "stamina_percentage": "number", "mana_percentage": "number", "vitae": "number",
		"health_current": "int64", "health_max": "int64", "stamina_current": "int64", "stamina_max": "int64",
		"mana_current": "int64", "mana_max": "int64",
	},
	FamilyChat:                  {"color": "int64", "channel": "string"},
	FamilyQuest:                 {"quest_name": "string", "countdown": "string"},
	FamilyEquipmentCantripState: {"items": "free"},
	FamilyNearbyObjects:         {"objects": "free", "heading": "number", "ew": "coordinate", "ns": "coordinate", "z": "number", "landblock": "landblock"},
	FamilyDungeonMap:            {"landblock": "landblock", "cells": "free"},
	FamilyFullInventory:         {"item_count": "int32"},
	FamilyInventoryDelta:        {"item": "object"},
}

// optionalValues says what becomes of a value, by what the member takes: the
// JSON in the payload, "" where it is left out, "!" where that is noted.
var optionalValues = map[string]map[string]string{
	"string": {
		`"x"`: `"x"`, `""`: `""`, `"a\u0000b"`: `"ab" noted`, `"\ud800"`: `"` + "\ufffd" + `" noted`, `"\u0041\/"`: `"A/"`,
		`null`: "", `7`: "!", `true`: "!", `{}`: "!", `["x"]`: "!",
	},
	"number": {
		`1.5`: `1.5`, `98.0`: `98.0`, `-0.25`: `-0.25`, `"1,312.44"`: `1312.44`, `1E3`: `1000`, `1e300`: `1e+300`, `0`: `0`,
		`0.1000000000000000055511151231257827`: `0.1`,
		`null`:                                 "", `""`: "", `"N/A"`: "", `"NaN"`: "", `"∞"`: "", `"Infinity"`: "",
		`"many"`: "!", `1e999`: "!", `"1e999"`: "!", `true`: "!", `[1]`: "!", `{"a":1}`: "!", `"1\u0000"`: "!",
	},
	"coordinate": {`1.5`: `1.5`, `"-12,5"`: `-12.5`, `null`: "", `""`: "", `10000`: `10000`, `10001`: "!", `1e999`: "!", `"x"`: "!"},
	"int32": {
		`7`: `7`, `12.0`: `12`, `"418"`: `418`, `"1,234"`: `1234`, `-5`: `-5`, `2147483647`: `2147483647`, `-2147483648`: `-2147483648`,
		`null`: "", `""`: "", `2147483648`: "!", `-2147483649`: "!", `12.5`: "!", `"12.5"`: "!", `1e10`: "!", `"x"`: "!", `false`: "!",
	},
	"int64": {
		`7`: `7`, `12.0`: `12`, `"191226310247"`: `191226310247`, `9223372036854775807`: `9223372036854775807`, `1.5e3`: `1500`,
		`null`: "", `"NaN"`: "", `9223372036854775808`: "!", `0.5`: "!", `[]`: "!",
	},
	"free": {
		`{"a":[1,"x",null,true]}`: `{"a":[1,"x",null,true]}`, `[ 1 , 2 ]`: `[1,2]`, `7`: `7`, `"x"`: `"x"`, `"\u0041"`: `"\u0041"`, `null`: "",
		`{"a\u0000":1e999}`: `{"a":null} noted`,
	},
	"object":    {`{"a": 1}`: `{"a":1}`, `null`: "", `[]`: "!", `"x"`: "!"},
	"landblock": {`"01D9"`: `"01D9"`, `473`: `473`, `-1`: `4294967295`, `"Town"`: `"Town"`, `null`: "", `1.5`: "!", `{}`: "!"},
}

func with(values map[string]string, more map[string]string) map[string]string {
	all := map[string]string{}
	for _, part := range []map[string]string{values, more} {
		for value, want := range part {
			all[value] = want
		}
	}
	return all
}

// An optional value of the wrong type becomes null, is counted, and the event
// is kept.
func TestOptionalValues(t *testing.T) {
	t.Parallel()
	values := map[string]map[string]string{}
	for kind, of := range optionalValues {
		values[kind] = of
	}
	values["name"] = with(values["string"], map[string]string{
		`"` + strings.Repeat("é", 256) + `"`: `"` + strings.Repeat("é", 256) + `"`,
		`"` + strings.Repeat("é", 257) + `"`: "!",
	})
	for family, members := range optionalMembers {
		for name, kind := range members {
			for value, want := range values[kind] {
				checkOptional(t, family, name, value, want)
			}
		}
	}
}

func checkOptional(t *testing.T, family Family, name, value, want string) {
	t.Helper()
	required := membersBut(family, "", "")
	frame := frameOf(typeOf(family), strings.Trim(fmt.Sprintf("%s,%q:%s", required, name, value), ","))
	e, notes := MustDecode(t, frame)
	want, mended := strings.CutSuffix(want, " noted")
	mended = mended || want == "!"
	if notes.Any() != mended || (want == "!") != (notes == Notes{NoteBadOptional: 1}) {
		t.Errorf("%s %s of %s: notes %v", family, name, value, notes)
	}
	bare, _ := MustDecode(t, frameOf(typeOf(family), required))
	if want == "!" || want == "" {
		if string(e.Payload) != string(bare.Payload) || !sameBody(e, bare) {
			t.Errorf("%s %s of %s is not null: %s", family, name, value, e.Payload)
		}
		return
	}
	added := fmt.Sprintf(",%q:%s", name, want)
	if strings.Replace(string(e.Payload), added, "", 1) != string(bare.Payload) {
		t.Errorf("%s %s of %s: %s", family, name, value, e.Payload)
	}
	checkEvent(t, e)
}

// sameBody compares two bodies that were read from the same payload.
func sameBody(a, b *Event) bool { return reflect.DeepEqual(a.Body, b.Body) }

// Every optional member of the tables above reaches the body.
func TestOptionalValuesReachTheBody(t *testing.T) {
	t.Parallel()
	samples := map[string]string{
		"string": `"x"`, "name": `"x"`, "number": `5`, "coordinate": `5`, "int32": `5`, "int64": `5`, "free": `{"a":1}`, "object": `{"a":1}`, "landblock": `5`,
	}
	for family, members := range optionalMembers {
		bare, _ := MustDecode(t, frameOf(typeOf(family), membersBut(family, "", "")))
		for name, kind := range members {
			e, _ := MustDecode(t, frameOf(typeOf(family), strings.Trim(membersBut(family, "", "")+","+fmt.Sprintf("%q:%s", name, samples[kind]), ",")))
			before, after := reflect.ValueOf(bare.Body).Elem(), reflect.ValueOf(e.Body).Elem()
			changed := 0
			for i := range before.NumField() {
				if before.Type().Field(i).Name != "Data" && !reflect.DeepEqual(before.Field(i).Interface(), after.Field(i).Interface()) {
					changed++
				}
			}
			if changed != 1 {
				t.Errorf("%s of %s changes %d fields of the body", name, family, changed)
			}
		}
	}
}

// A known member of free JSON that is nothing but a number no float64 holds is
// left out, as a null would be.
func TestFreeJSONThatBecomesNull(t *testing.T) {
	t.Parallel()
	for family, members := range optionalMembers {
		for name, kind := range members {
			if kind != "free" {
				continue
			}
			required := membersBut(family, "", "")
			e, notes := MustDecode(t, frameOf(typeOf(family), strings.Trim(fmt.Sprintf("%s,%q:1e999", required, name), ",")))
			bare, _ := MustDecode(t, frameOf(typeOf(family), required))
			if string(e.Payload) != string(bare.Payload) || !sameBody(e, bare) || notes != (Notes{NoteBadNumber: 1}) {
				t.Errorf("%s of %s: %s, %v", name, family, e.Payload, notes)
			}
			checkEvent(t, e)
		}
	}
}
