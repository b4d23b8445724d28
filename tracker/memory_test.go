package tracker

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"pgregory.net/rapid"

	"overlord/tracker/event"
)

// failer is a test, or one case of a property.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

var springEvening = time.Date(2026, 5, 4, 18, 0, 0, 0, time.UTC)

// mustDecode is a plugin's frame as an event.
func mustDecode(tb failer, format string, args ...any) *event.Event {
	tb.Helper()
	ev, _, err := event.Decode(fmt.Appendf(nil, format, args...), springEvening)
	if err != nil {
		tb.Fatal(err)
	}
	return ev
}

const chatFrame = `{"type":"chat","character_name":%q,"text":%q,"channel":%s}`

// chatTexts are the texts of chat lines.
func chatTexts(tb failer, lines []json.RawMessage) []string {
	tb.Helper()
	list := []string{}
	for _, line := range lines {
		var l struct{ Text string }
		if err := json.Unmarshal(line, &l); err != nil {
			tb.Fatal(err)
		}
		list = append(list, l.Text)
	}
	return list
}

// Against a model that keeps every line, and filters when it is asked.
func TestChatIsTheLast500OfEachCharacterNewestFirst(t *testing.T) {
	t.Parallel()
	type line struct{ character, channel, text string }
	spelt := map[string][]string{ // the channel member; "prefix": none, but a text that begins with it
		"allegiance": {`"Allegiance"`, `" ALLEGIANCE "`, "prefix"}, "fellowship": {`"fellowship"`, "prefix"}, "tells": {`"Tell"`, `"tells"`}, "": {"null", `""`},
	}
	channels := []string{"allegiance", "fellowship", "tells", ""}
	rapid.Check(t, func(t *rapid.T) {
		m, model := NewMemory(), []line{}
		for range rapid.IntRange(0, 5).Draw(t, "bursts") {
			character, channel := rapid.SampledFrom([]string{"A", "B"}).Draw(t, "who"), rapid.SampledFrom(channels).Draw(t, "where")
			for range rapid.IntRange(1, 300).Draw(t, "lines") {
				how, text := spelt[channel][len(model)%len(spelt[channel])], fmt.Sprint("line ", len(model))
				if how == "prefix" {
					how, text = "null", "["+strings.ToUpper(channel[:1])+channel[1:]+"] "+text
				}
				m.Remember(mustDecode(t, chatFrame, character, text, how))
				model = append(model, line{character, channel, text})
			}
		}
		character, channel := rapid.SampledFrom([]string{"", "A", "B", "C"}).Draw(t, "of whom"), rapid.SampledFrom([]string{"", "Allegiance", "FELLOWSHIP", "tell", "none"}).Draw(t, "of where")
		limit := rapid.IntRange(1, maxChatLines).Draw(t, "limit")
		want, kept := []string{}, map[string]int{}
		for _, l := range slices.Backward(model) {
			kept[l.character]++
			if kept[l.character] <= maxChatLines && len(want) < limit &&
				(character == "" || character == l.character) && (channel == "" || channelName(channel) == l.channel) {
				want = append(want, l.text)
			}
		}
		lines, known := m.Chat(character, channel, limit)
		if got := chatTexts(t, lines); !slices.Equal(got, want) {
			t.Fatalf("of %q in %q: %d lines %.200q, want %d %.200q", character, channel, len(got), got, len(want), want)
		}
		if wantKnown := kept[character] > 0 || character == "" && len(model) > 0; known != wantKnown {
			t.Fatalf("known is %t", known)
		}
	})
}

func TestTheChannelOfALine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, channel, want string }{
		{"hi", `"Allegiance"`, "allegiance"},
		{"[Fellowship] hi", `"allegiance"`, "allegiance"},
		{"[Allegiance] A says", `null`, "allegiance"},
		{"[Allegiance] A says", `"  "`, "allegiance"},
		{"see [Allegiance]", `null`, ""},
		{"[Allegiance", `null`, ""},
		{"", `null`, ""},
		{"hi", `"Tell"`, "tells"},
		{"hi", `"Tells"`, "tells"},
	} {
		ev := mustDecode(t, chatFrame, "A", c.text, c.channel)
		if got := channelOf(ev.Body.(*event.Chat)); got != c.want {
			t.Errorf("%q in %s is of %q, want %q", c.text, c.channel, got, c.want)
		}
	}
}

func vitalsOf(t *testing.T, m *Memory) map[string]any {
	t.Helper()
	text, err := json.Marshal(m.Vitals())
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal(text, &list); err != nil || len(list) != 1 {
		t.Fatalf("%s (%v)", text, err)
	}
	return list[0]
}

func TestVitalsMergeFullReportsAndPercentages(t *testing.T) {
	t.Parallel()
	m := NewMemory()
	tell := func(members string) { m.Remember(mustDecode(t, `{"type":"vitals","character_name":"A",%s}`, members)) }
	expect := func(step string, want map[string]any) {
		t.Helper()
		got := vitalsOf(t, m)
		for name, value := range want {
			if got[name] != value {
				t.Errorf("%s: %s is %v, want %v", step, name, got[name], value)
			}
		}
	}
	tell(`"health_percentage":"84.4","vitae":5`)
	expect("percentages only", map[string]any{"health_percentage": 84.4, "vitae": 5.0, "health_current": nil, "health_max": nil, "mana_percentage": nil})
	tell(`"health_current":"287","health_max":340,"health_percentage":84.4,"mana_current":130,"mana_max":520`)
	expect("a full one", map[string]any{"health_current": 287.0, "health_max": 340.0, "mana_percentage": 25.0, "vitae": 5.0})
	tell(`"health_percentage":50`)
	expect("points follow", map[string]any{"health_percentage": 50.0, "health_current": 170.0, "health_max": 340.0, "mana_current": 130.0})
	tell(`"health_current":34`)
	expect("the percentage follows", map[string]any{"health_percentage": 10.0, "health_current": 34.0})
	tell(`"vitae":"N/A"`)
	expect("what is not told stays", map[string]any{"vitae": 5.0, "health_current": 34.0})
}

// Whatever plugins tell: what a report says is what is shown, numbers stay within
// what a number can be, and the answer can be written.
func TestVitalsOfHostilePlugins(t *testing.T) {
	t.Parallel()
	numbers := rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(-1e308, 1e308), rapid.Float64Range(-200, 200))
	points := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1000, 1000))
	optional := func(t *rapid.T, name string) (v event.Opt[int64]) {
		return event.Opt[int64]{V: points.Draw(t, name), OK: rapid.Bool().Draw(t, name+" told")}
	}
	rapid.Check(t, func(t *rapid.T) {
		var now *VitalsNow
		for range 4 {
			told := &event.Vitals{
				HealthPercentage: event.Opt[float64]{V: numbers.Draw(t, "percentage"), OK: rapid.Bool().Draw(t, "percentage told")},
				HealthCurrent:    optional(t, "current"), HealthMax: optional(t, "max"),
			}
			now = mergeVitals(now, &event.Event{CharacterName: "A"}, told)
			if told.HealthPercentage.OK && now.HealthPercentage != told.HealthPercentage || told.HealthCurrent.OK && now.HealthCurrent != told.HealthCurrent || told.HealthMax.OK && now.HealthMax != told.HealthMax {
				t.Fatalf("told %+v, shown %+v", told, now)
			}
			if math.IsNaN(now.HealthPercentage.V) || math.IsInf(now.HealthPercentage.V, 0) {
				t.Fatalf("the percentage is %v", now.HealthPercentage.V)
			}
			if _, err := json.Marshal(now); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestQuestsAreFiledByCharacterAndName(t *testing.T) {
	t.Parallel()
	m := NewMemory()
	m.Remember(mustDecode(t, `{"type":"quest","character_name":"A","quest_name":"Stipend","countdown":"3d","timestamp":"2026-05-04T17:59:00Z"}`))
	m.Remember(mustDecode(t, `{"type":"quest","character_name":"A","quest_name":"Stipend","countdown":"2d","timestamp":"2026-05-04T18:00:00Z"}`))
	m.Remember(mustDecode(t, `{"type":"quest","character_name":"A","quest_name":"Other"}`))
	m.Remember(mustDecode(t, `{"type":"quest","character_name":"B","countdown":"1d"}`))
	m.Remember(mustDecode(t, `{"type":"quest","character_name":"A","quest_name":%q}`, strings.Repeat("x", maxQuestBytes+1)))
	got := m.Quests()
	if len(got) != 1 || len(got["A"]) != 2 || got["A"]["Stipend"].Countdown.V != "2d" || !got["A"]["Stipend"].Updated.Equal(springEvening) || got["A"]["Other"].Countdown.OK {
		t.Errorf("%+v", got)
	}
	if n := testutil.ToFloat64(m.tooLarge.WithLabelValues("quest")); n != 1 {
		t.Errorf("%v over the bound were counted", n)
	}
	for i := range maxQuests + 10 {
		m.Remember(mustDecode(t, `{"type":"quest","character_name":"A","quest_name":"Q%d"}`, i))
	}
	if n := len(m.Quests()["A"]); n != maxQuests {
		t.Errorf("%d timers are kept", n)
	}
	if n := testutil.ToFloat64(m.forgotten.WithLabelValues("quest")); n != 12 {
		t.Errorf("%v forgotten timers were counted", n)
	}
}

func TestMapsAreAnLRUOf64Landblocks(t *testing.T) {
	t.Parallel()
	m := NewMemory()
	send := func(block int) {
		m.Remember(mustDecode(t, `{"type":"dungeon_map","character_name":"A","landblock":%d,"cells":[]}`, block))
	}
	for i := range maxMaps {
		send(i)
	}
	if m.DungeonMap("0000") == nil { // and now it is the one used last
		t.Fatal("the first of 64 maps is gone")
	}
	send(maxMaps)
	m.Remember(mustDecode(t, `{"type":"dungeon_map","character_name":"A","landblock":"nowhere"}`))
	if m.DungeonMap("0000") == nil || m.DungeonMap("0001") != nil || m.DungeonMap("0040") == nil {
		t.Error("not the least recently used one was dropped")
	}
	if n := len(m.maps.byKey); n != maxMaps {
		t.Errorf("%d maps are kept", n)
	}
}

func TestSharesAreTheLatestOfEachKind(t *testing.T) {
	t.Parallel()
	m := NewMemory()
	m.Remember(mustDecode(t, `{"type":"share_vital_update","character_name":"A","health":1}`))
	m.Remember(mustDecode(t, `{"type":"share_vital_update","character_name":"A","health":2}`))
	m.Remember(mustDecode(t, `{"type":"share_position_update","character_name":"A","ew":3}`))
	peers := m.Peers()
	if len(peers) != 1 || len(peers[0].Shares) != 2 || !strings.Contains(string(peers[0].Shares["share_vital_update"]), `"health":2`) {
		t.Fatalf("%+v", peers)
	}
	for i := range 2 * maxSuffixes {
		m.Remember(mustDecode(t, `{"type":"share_%d","character_name":"A"}`, i))
	}
	if n := len(m.Peers()[0].Shares); n != maxSuffixes {
		t.Errorf("%d kinds are kept", n)
	}
}

// A plugin that sends without end, under names without end, costs no more than
// the bounds say, and each thing that was not kept is counted.
func TestHostilePluginsDoNotFillTheMemory(t *testing.T) {
	t.Parallel()
	m := NewMemory()
	blanks := strings.Repeat(" ", 1<<20)
	m.Remember(mustDecode(t, `{"type":"chat","character_name":"A",%s"text":"hi"}`, blanks))
	if payload := m.characters.byKey["A"].Value.(recentEntry[string, *remembered]).value.chat.lines[0].payload; cap(payload) > 1000 {
		t.Errorf("a short line holds on to %d bytes", cap(payload))
	}
	long := strings.Repeat("x", maxStateBytes)
	for _, frame := range []string{
		`{"type":"chat","character_name":"B","text":%q}`, `{"type":"share_x","character_name":"B","x":%q}`,
		`{"type":"nearby_objects","character_name":"B","objects":[%q]}`, `{"type":"equipment_cantrip_state","character_name":"B","items":[%q]}`,
	} {
		m.Remember(mustDecode(t, frame, long))
	}
	if _, known := m.characters.get("B"); known {
		t.Error("what is over the bounds was kept")
	}
	for _, family := range []string{"chat", "share_*", "nearby_objects", "equipment_cantrip_state"} {
		if n := testutil.ToFloat64(m.tooLarge.WithLabelValues(family)); n != 1 {
			t.Errorf("%s: %v were counted", family, n)
		}
	}
	line := strings.Repeat("x", maxChatLine-200)
	for range maxChatLines {
		m.Remember(mustDecode(t, chatFrame, "C", line, "null"))
	}
	if c, _ := m.characters.get("C"); c.chat.bytes > maxChatBytes || c.chat.bytes < maxChatBytes/2 {
		t.Errorf("the chat of one has %d bytes", c.chat.bytes)
	}
	large := mustDecode(t, `{"type":"nearby_objects","character_name":"D","objects":[%q]}`, strings.Repeat("x", maxStateBytes-200))
	for i := range maxCharacters + 500 {
		ev := *large
		ev.CharacterName = fmt.Sprint("D", i)
		m.Remember(&ev)
	}
	if m.characters.bytes > maxMemoryBytes {
		t.Errorf("%d bytes are kept", m.characters.bytes)
	}
	small := mustDecode(t, `{"type":"vitals","character_name":"E","vitae":1}`)
	for i := range 2 * maxCharacters {
		ev := *small
		ev.CharacterName = fmt.Sprint("E", i)
		m.Remember(&ev)
	}
	if n := len(m.characters.byKey); n != maxCharacters {
		t.Errorf("%d characters are kept", n)
	}
	if m.NearbyObjects("D0") != nil || m.of(fmt.Sprint("E", 2*maxCharacters-1), func(*remembered) []byte { return []byte{} }) == nil {
		t.Error("not those heard of last are kept")
	}
}

func BenchmarkRemember(b *testing.B) {
	m := NewMemory()
	line := mustDecode(b, chatFrame, "A", "[Allegiance] Borelean says, \"Anyone for the Citadel?\"", "null")
	vitals := mustDecode(b, `{"type":"vitals","character_name":"A","health_percentage":84.4,"stamina_percentage":98,"mana_percentage":36.2,"vitae":5}`)
	for b.Loop() {
		m.Remember(line)
		m.Remember(vitals)
	}
}
