package event

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestFullInventory(t *testing.T) {
	t.Parallel()
	cases := []struct {
		members, items string
		count          Opt[int32]
		length         int
		notes          Notes
	}{
		{`"items":[]`, `[]`, Opt[int32]{}, 0, Notes{}},
		{`"items":[ ],"item_count":0`, `[]`, Some[int32](0), 0, Notes{}},
		{`"items":[{"Id":-5}],"item_count":"1"`, `[{"Id":-5}]`, Some[int32](1), 1, Notes{}},
		{`"items":[{"Id":1},null,"x",[2], 3 ]`, `[{"Id":1},null,"x",[2],3]`, Opt[int32]{}, 5, Notes{}},
		{`"items":[{"Id":1,"Id":2}],"item_count":"many"`, `[{"Id":1,"Id":2}]`, Opt[int32]{}, 1, Notes{NoteBadOptional: 1}},
		// An item too deep costs itself, not the upload.
		{`"items":[{"Id":1},{"Id":2,"x":` + nested(64) + `},{"Id":3}]`, `[{"Id":1},null,{"Id":3}]`, Opt[int32]{}, 3, Notes{NoteTooDeep: 1}},
		{`"items":[{"x":` + nested(63) + `}]`, `[{"x":` + nested(63) + `}]`, Opt[int32]{}, 1, Notes{}},
	}
	for _, c := range cases {
		e, notes := MustDecode(t, frameOf("full_inventory", c.members))
		b := e.Body.(*FullInventory)
		if string(b.Items) != c.items || b.ItemCount != c.count || b.Len != c.length || notes != c.notes {
			t.Errorf("%.60s: %s, %+v, %d, %v", c.members, b.Items, b.ItemCount, b.Len, notes)
		}
		checkEvent(t, e)
	}
}

func TestElementsStopWhenTold(t *testing.T) {
	t.Parallel()
	e, _ := MustDecode(t, frameOf("full_inventory", `"items":[1,2,3]`))
	for i := range e.Body.(*FullInventory).Elements() {
		if i == 1 {
			return
		}
	}
	t.Error("the second element was not reached")
}

func TestInventoryDelta(t *testing.T) {
	t.Parallel()
	good := map[string]InventoryDelta{
		`"action":"add","item":{"Id":1}`:                    {Action: ActionAdd, Item: json.RawMessage(`{"Id":1}`)},
		`"action":"update","item":{},"item_id":-1`:          {Action: ActionUpdate, Item: json.RawMessage(`{}`), ItemID: Some[uint32](4294967295)},
		`"action":"add","item":{},"item_id":"x"`:            {Action: ActionAdd, Item: json.RawMessage(`{}`)},
		`"action":"remove","item_id":2155873111`:            {Action: ActionRemove, ItemID: Some[uint32](2155873111)},
		`"action":"remove","item_id":-2139094185`:           {Action: ActionRemove, ItemID: Some[uint32](2155873111)},
		`"action":"remove","item_id":"2155873111"`:          {Action: ActionRemove, ItemID: Some[uint32](2155873111)},
		`"action":"remove","item_id":"-2139094185"`:         {Action: ActionRemove, ItemID: Some[uint32](2155873111)},
		`"action":"remove","item_id":5.0,"item":{"Id":5}`:   {Action: ActionRemove, Item: json.RawMessage(`{"Id":5}`), ItemID: Some[uint32](5)},
		`"action":"remove","item_id":4294967295,"item":[1]`: {Action: ActionRemove, ItemID: Some[uint32](4294967295)},
	}
	for members, want := range good {
		e, _ := MustDecode(t, frameOf("inventory_delta", members))
		b := e.Body.(*InventoryDelta)
		if b.Action != want.Action || !bytes.Equal(b.Item, want.Item) || b.ItemID != want.ItemID {
			t.Errorf("%s: %+v", members, b)
		}
		checkEvent(t, e)
	}
	bad := map[string]Reason{
		``:                                      ReasonMissingValue,
		`"action":"Add","item":{}`:              ReasonBadValue,
		`"action":"drop","item":{},"item_id":1`: ReasonBadValue,
		`"action":1,"item":{}`:                  ReasonBadValue,
		`"action":"add"`:                        ReasonMissingValue,
		`"action":"update","item":null`:         ReasonMissingValue,
		`"action":"add","item":[]`:              ReasonBadValue,
		`"action":"add","item":{"x":` + nested(64) + `}`: ReasonBadValue,
		`"action":"remove","item":{"Id":1}`:              ReasonMissingValue,
		`"action":"remove","item_id":"sword"`:            ReasonBadValue,
		`"action":"remove","item_id":""`:                 ReasonBadValue,
		`"action":"remove","item_id":4294967296`:         ReasonBadValue,
		`"action":"remove","item_id":-2147483649`:        ReasonBadValue,
		`"action":"remove","item_id":1.5`:                ReasonBadValue,
	}
	for members, want := range bad {
		if got := MustRefuse(t, frameOf("inventory_delta", members)); got.Reason != want {
			t.Errorf("%.60s is refused as %+v", members, got)
		}
	}
}

func TestCombatSession(t *testing.T) {
	t.Parallel()
	cases := []struct {
		session string
		seconds Opt[float64]
		kills   Opt[int64]
	}{
		{`{"duration_seconds":18764,"total_kills":412}`, Some(18764.0), Some[int64](412)},
		{`{"duration_seconds":"1,234.5","total_kills":"1,234"}`, Some(1234.5), Some[int64](1234)},
		{`{"total_kills":1,"total_kills":2}`, Opt[float64]{}, Some[int64](2)},
		{`{"duration_seconds":"soon","total_kills":1.5}`, Opt[float64]{}, Opt[int64]{}},
		{`{"duration_seconds":null,"total_kills":{}}`, Opt[float64]{}, Opt[int64]{}},
		{`{"deep":{"total_kills":5}}`, Opt[float64]{}, Opt[int64]{}},
		{`{}`, Opt[float64]{}, Opt[int64]{}},
		{`[1,{"total_kills":5}]`, Opt[float64]{}, Opt[int64]{}},
		{`"total_kills"`, Opt[float64]{}, Opt[int64]{}},
		{`7`, Opt[float64]{}, Opt[int64]{}},
	}
	for _, c := range cases {
		e, notes := MustDecode(t, frameOf("combat_stats", `"session_id":"s","session":`+c.session))
		b := e.Body.(*CombatStats)
		if string(b.Session) != c.session || b.DurationSeconds != c.seconds || b.TotalKills != c.kills || notes.Any() {
			t.Errorf("%s: %+v, %v", c.session, b, notes)
		}
		checkEvent(t, e)
	}
	for _, members := range []string{`"session_id":"s"`, `"session_id":"s","session":null`, `"session_id":"s","session":` + nested(65)} {
		e, _ := MustDecode(t, frameOf("combat_stats", members))
		if b := e.Body.(*CombatStats); b.Session != nil || b.DurationSeconds.OK || b.TotalKills.OK {
			t.Errorf("%.40s: %+v", members, b)
		}
	}
}

func TestShare(t *testing.T) {
	t.Parallel()
	for typ, suffix := range map[string]string{"share_x": "x", "share_": "", "share_vital_update": "vital_update", "share_é\"": `é"`} {
		e, _ := MustDecode(t, frameOf(strings.ReplaceAll(typ, `"`, `\"`), `"a":{"b":[1]}`))
		if e.Type != typ || e.Family != FamilyShare || e.Body.(*Share).Suffix != suffix {
			t.Errorf("%+v", e)
		}
		checkEvent(t, e)
	}
	refusal := MustRefuse(t, `{"type":"share_x","character_name":""}`)
	if refusal.Type != "share_x" || refusal.Family != FamilyShare {
		t.Errorf("%+v", refusal)
	}
}

func TestLandblocks(t *testing.T) {
	t.Parallel()
	cases := map[string]Landblock{
		`"01D9"`: "01D9", `"01d9"`: "01D9", `"0x01D9"`: "01D9", `"1D9"`: "01D9", `"0"`: "0000", `"01D90105"`: "01D9", `"1D90105"`: "01D9", `"00000105"`: "0000", `"0x2C9E0021"`: "2C9E",
		`473`: "01D9", `"FFFF"`: "FFFF", `65535`: "FFFF", `31064325`: "01DA", `748552225`: "2C9E", `-1`: "FFFF", `473.0`: "01D9",
		`"Holtburg"`: "", `""`: "", `"0x"`: "", `"123456789"`: "", `4294967296`: "", `true`: "", `null`: "",
	}
	for value, want := range cases {
		for _, typ := range []string{"dungeon_map", "nearby_objects"} {
			e, _ := MustDecode(t, frameOf(typ, `"landblock":`+value))
			var got Landblock
			switch b := e.Body.(type) {
			case *DungeonMap:
				got = b.Landblock
			case *NearbyObjects:
				got = b.Landblock
			}
			if got != want {
				t.Errorf("%s is %q, want %q", value, got, want)
			}
			checkEvent(t, e)
		}
	}
	for number := range uint32(0x10000) {
		if got, ok := ParseLandblock(string(LandblockOf(number))); !ok || got != LandblockOf(number) {
			t.Fatalf("%#x is %q", number, got)
		}
	}
}

func TestBroadcastOfTelemetry(t *testing.T) {
	t.Parallel()
	e, _ := MustDecode(t, frameOf("telemetry", membersBut(FamilyTelemetry, "", "")+`,"x":[1]`))
	e.ReceivedAt = received.Add(1234567 * time.Nanosecond) // the log has the last word
	want := `{"received_at":"2026-05-04T18:21:08.001234Z","character_name":"A","timestamp":"2026-05-04T18:21:07.412Z",` +
		`"session_id":"s","ew":1,"ns":2,"kills":3,"x":[1]}`
	if got := string(e.Broadcast()); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}

func TestWithMember(t *testing.T) {
	t.Parallel()
	e, _ := MustDecode(t, frameOf("combat_stats", `"session_id":"s"`))
	before := string(e.Payload)
	got := string(e.WithMember("lifetime", json.RawMessage(`{"total_kills":5}`)))
	if want := strings.TrimSuffix(before, "}") + `,"lifetime":{"total_kills":5}}`; got != want {
		t.Errorf("%s", got)
	}
	e.WithMember("lifetime", json.RawMessage(`9`))
	if string(e.Payload) != before {
		t.Error("the payload changed")
	}
}

func TestInventoryUpdated(t *testing.T) {
	t.Parallel()
	got := string(InventoryUpdated(`Lar"sa`, 312, 4))
	if want := `{"type":"inventory_updated","character_name":"Lar\"sa","item_count":312,"changed":4}`; got != want {
		t.Error(got)
	}
}

// The tables of labels are closed, without doubles, and fit for metrics.
func TestLabels(t *testing.T) {
	t.Parallel()
	var labels []string
	for _, f := range append(Families(), FamilyNone, FamilyUnknown) {
		labels = append(labels, "family "+string(f))
	}
	for _, r := range Reasons() {
		labels = append(labels, "reason "+string(r))
	}
	for _, n := range AllNotes() {
		labels = append(labels, "note "+n.String())
	}
	slices.Sort(labels)
	if len(slices.Compact(slices.Clone(labels))) != len(labels) {
		t.Errorf("doubles in %v", labels)
	}
	if Note(200).String() != "other" || slices.Contains(labels, "note other") {
		t.Errorf("a note has no name: %v", labels)
	}
}

func TestFamilies(t *testing.T) {
	t.Parallel()
	stored := map[Log][]Family{}
	for _, f := range Families() {
		if got := FamilyOf(typeOf(f)); got != f {
			t.Errorf("%s is of family %s", f, got)
		}
		stored[f.StoredIn()] = append(stored[f.StoredIn()], f)
	}
	world := []Family{FamilyTelemetry, FamilySpawn, FamilyRare, FamilyPortal, FamilyCharacterStats, FamilyCombatStats}
	item := []Family{FamilyFullInventory, FamilyInventoryDelta}
	if !slices.Equal(stored[LogWorld], world) || !slices.Equal(stored[LogItem], item) {
		t.Errorf("stored: %v", stored)
	}
	for typ, want := range map[string]Family{"": FamilyNone, "weather": FamilyUnknown, "none": FamilyUnknown, "Spawn": FamilyUnknown, "share": FamilyUnknown} {
		if got := FamilyOf(typ); got != want {
			t.Errorf("%q is of family %s", typ, got)
		}
	}
}

func TestOpt(t *testing.T) {
	t.Parallel()
	type row struct {
		A Opt[int32]  `json:"a"`
		B Opt[string] `json:"b,omitzero"`
	}
	text, err := json.Marshal([]row{{Some[int32](5), Some("x")}, {}})
	if err != nil || string(text) != `[{"a":5,"b":"x"},{"a":null}]` {
		t.Errorf("%s, %v", text, err)
	}
	var rows []row
	if err := json.Unmarshal(text, &rows); err != nil || rows[0].A != Some[int32](5) || rows[1].A.OK {
		t.Errorf("%+v, %v", rows, err)
	}
	if err := json.Unmarshal([]byte(`[{"a":"x"}]`), &rows); err == nil || rows[0].A.OK {
		t.Errorf("%+v", rows)
	}
	none, seven := Opt[int64]{}, Some[int64](7)
	if none.Ptr() != nil || none.Any() != nil || none.Or(3) != 3 {
		t.Error("what is not set has a value")
	}
	if *seven.Ptr() != 7 || seven.Any() != int64(7) || seven.Or(3) != 7 {
		t.Error("what is set has none")
	}
}
