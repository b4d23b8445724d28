package event

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write the payloads under testdata anew")

const session = "6f1d0c52-3a51-4f0a-9a53-0f5f0ec1b9aa"

// raw is the member of an example, without white space.
func raw(tb testing.TB, example []byte, member string) json.RawMessage {
	tb.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal(example, &members); err != nil {
		tb.Fatal(err)
	}
	return compact(tb, members[member])
}

// wantBodies says what each of the contract's examples means.
func wantBodies(tb testing.TB) map[string]any {
	files := examples(tb)
	of := func(name, member string) json.RawMessage { return raw(tb, files[name], member) }
	return map[string]any{
		"register": &Register{SessionID: Some(session), PluginVersion: Some("4.0.1.7")},
		"telemetry": &Telemetry{
			SessionID: session, EW: -33.42, NS: 41.87, Kills: 1284, Z: Some(0.125),
			VTState: Some("Combat"), CharTag: Some("hunt-a"), KillsPerHour: Some(1312.44), OnlineTime: Some("05:12:44"),
			Deaths: Some[int32](2), TotalDeaths: Some[int32](418), RaresFound: Some[int32](1), PrismaticTaperCount: Some[int32](8912),
			MemMB: Some(412.6), CPUPct: Some(7.8), MemHandles: Some[int32](1511), LatencyMS: Some(61.5),
		},
		"telemetry_minimal": &Telemetry{
			SessionID: "a", EW: 0.5, NS: -12.25, Z: Some(0.0), VTState: Some("Idle"), Deaths: Some[int32](0),
		},
		"spawn":  &Spawn{Mob: "Olthoi Swarm Eviscerator", EW: -33.4, NS: 41.9, Z: Some(0.12)},
		"rare":   &Rare{Name: "Adept's Fervor", EW: Some(-33.4), NS: Some(41.9), Z: Some(0.12), SessionID: Some(session)},
		"portal": &Portal{PortalName: "Portal to Mayoi", EW: 80.6, NS: -61.9, Z: Some(0.03)},
		"character_stats": &CharacterStats{
			Level: Some[int32](275), TotalXP: Some[int64](191226310247), UnassignedXP: Some[int64](84210311),
			LuminanceEarned: Some[int64](1200000), LuminanceTotal: Some[int64](1500000), Deaths: Some[int32](418),
			Race: Some("Aluvian"), Gender: Some("Female"), Birth: Some("2024-02-11 20:11:09"),
			Attributes: of("character_stats", "attributes"), Vitals: of("character_stats", "vitals"),
			Skills: of("character_stats", "skills"), Allegiance: of("character_stats", "allegiance"),
			Titles: of("character_stats", "titles"), Properties: of("character_stats", "properties"),
			Data: bytes.TrimSpace(MustRead(tb, "payloads", "character_stats.json")),
		},
		"combat_stats": &CombatStats{
			SessionID: session, Session: of("combat_stats", "session"), DurationSeconds: Some(18764.0), TotalKills: Some[int64](412),
		},
		"vitals": &Vitals{
			HealthPercentage: Some(84.4), StaminaPercentage: Some(98.0), ManaPercentage: Some(36.2), Vitae: Some(5.0),
			HealthCurrent: Some[int64](287), HealthMax: Some[int64](340), StaminaCurrent: Some[int64](402),
			StaminaMax: Some[int64](410), ManaCurrent: Some[int64](188), ManaMax: Some[int64](520),
		},
		"vitals_percentages": &Vitals{
			HealthPercentage: Some(84.4), StaminaPercentage: Some(98.0), ManaPercentage: Some(36.2), Vitae: Some(5.0),
		},
		"chat": &Chat{
			Text:  `[Allegiance] Borelean says, "Anyone for the <Citadel> & Bur?"`,
			Color: Some[int64](18), Channel: Some("Allegiance"),
		},
		"quest":                   &Quest{QuestName: Some("Stipend Collection Timer"), Countdown: Some("3d 4h 12m")},
		"equipment_cantrip_state": &EquipmentCantripState{Items: of("equipment_cantrip_state", "items")},
		"nearby_objects": &NearbyObjects{
			Objects: of("nearby_objects", "objects"), Heading: Some(214.5),
			EW: Some(-33.42), NS: Some(41.87), Z: Some(0.125), Landblock: "2C9E",
		},
		"dungeon_map":            &DungeonMap{Landblock: "01D9", Cells: of("dungeon_map", "cells")},
		"share_position_update":  &Share{Suffix: "position_update"},
		"share_vital_update":     &Share{Suffix: "vital_update"},
		"full_inventory":         &FullInventory{Items: of("full_inventory", "items"), Len: 3, ItemCount: Some[int32](3)},
		"inventory_delta_add":    &InventoryDelta{Action: ActionAdd, Item: of("inventory_delta_add", "item")},
		"inventory_delta_update": &InventoryDelta{Action: ActionUpdate, Item: of("inventory_delta_update", "item")},
		"inventory_delta_remove": &InventoryDelta{Action: ActionRemove, ItemID: Some[uint32](2155873111)},
	}
}

func TestExamplesDecode(t *testing.T) {
	t.Parallel()
	want := wantBodies(t)
	for name, frame := range examples(t) {
		t.Run(name, func(t *testing.T) {
			e, notes := MustDecode(t, string(frame))
			if notes.Any() {
				t.Errorf("mended: %v", notes)
			}
			if !reflect.DeepEqual(e.Body, want[name]) {
				t.Errorf("body\n%+v, want\n%+v", e.Body, want[name])
			}
			checkGoldenEnvelope(t, name, e)
			checkGoldenPayload(t, name, e.Payload)
			checkEvent(t, e)
		})
	}
}

func checkGoldenEnvelope(t *testing.T, name string, e *Event) {
	t.Helper()
	character, at := "Larsa Mossfoot", stamp
	switch name {
	case "telemetry_minimal":
		character = "Mule Two"
	case "register":
		at = received // it has no timestamp
	}
	if e.CharacterName != character || !e.Timestamp.Equal(at) || !e.ReceivedAt.Equal(received) {
		t.Errorf("envelope %q, %v, %v", e.CharacterName, e.Timestamp, e.ReceivedAt)
	}
	if e.Timestamp.Location() != e.ReceivedAt.Location() || e.Family != FamilyOf(e.Type) {
		t.Errorf("type %q, family %q, %v", e.Type, e.Family, e.Timestamp.Location())
	}
}

func checkGoldenPayload(t *testing.T, name string, payload []byte) {
	t.Helper()
	if *update {
		file := filepath.Join("testdata", "payloads", name+".json")
		if err := os.WriteFile(file, append(slices.Clone(payload), '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := bytes.TrimSpace(MustRead(t, "payloads", name+".json")); !bytes.Equal(payload, want) {
		t.Errorf("payload\n%s, want\n%s", payload, want)
	}
}

// The contract has an example of every family, and every example is known.
func TestExamplesCoverTheFamilies(t *testing.T) {
	t.Parallel()
	seen := map[Family]bool{}
	for _, frame := range examples(t) {
		e, _ := MustDecode(t, string(frame))
		seen[e.Family] = true
	}
	for _, family := range Families() {
		if !seen[family] {
			t.Errorf("no example of %s", family)
		}
	}
	names := func(keys map[string]any) []string { return slices.Sorted(maps.Keys(keys)) }
	have := map[string]any{}
	for name := range examples(t) {
		have[name] = nil
	}
	if want := names(wantBodies(t)); !slices.Equal(names(have), want) {
		t.Errorf("examples %v, known %v", names(have), want)
	}
}

// What an example says is in its payload, number for number, and nothing else.
func TestPayloadSaysWhatTheExampleSays(t *testing.T) {
	t.Parallel()
	for name, frame := range examples(t) {
		if name == "telemetry" || name == "telemetry_minimal" || name == "register" {
			continue // strings become numbers, a timestamp is added: see the golden files
		}
		e, _ := MustDecode(t, string(frame))
		var got, want map[string]any
		if err := json.Unmarshal(e.Payload, &got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(frame, &want); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %s", name, e.Payload)
		}
	}
}
