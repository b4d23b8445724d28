package event

import (
	"strings"
	"testing"
	"time"
)

func TestFramesThatAreNoObject(t *testing.T) {
	t.Parallel()
	cases := map[string]Reason{
		``:                       ReasonNotJSON,
		` `:                      ReasonNotJSON,
		`hello`:                  ReasonNotJSON,
		`{`:                      ReasonNotJSON,
		`{}x`:                    ReasonNotJSON,
		`{"type":"chat"}{}`:      ReasonNotJSON,
		`{"a":1,}`:               ReasonNotJSON,
		`{"a" 1}`:                ReasonNotJSON,
		`{'a':1}`:                ReasonNotJSON,
		`{"a":01}`:               ReasonNotJSON,
		`{"a":NaN}`:              ReasonNotJSON,
		`{"a":"` + "\n" + `"}`:   ReasonNotJSON,
		`{"a":"\x41"}`:           ReasonNotJSON,
		"{}\x00":                 ReasonNotJSON,
		`[`:                      ReasonNotJSON,
		`[1,2`:                   ReasonNotJSON,
		`[1,2]`:                  ReasonNotAnObject,
		` "text" `:               ReasonNotAnObject,
		`12`:                     ReasonNotAnObject,
		`null`:                   ReasonNotAnObject,
		`{}`:                     ReasonNoType,
		`{"Type":"chat"}`:        ReasonNoType, // the case of names is exact
		`{"type":null}`:          ReasonNoType,
		`{"type":""}`:            ReasonNoType,
		`{"type":["chat"]}`:      ReasonNoType,
		`{"type":"spawn\u0000"}`: ReasonBadType,
		`{"type":"share_\n"}`:    ReasonBadType,
		`{"type":"share_` + strings.Repeat("x", 100) + `"}`: ReasonBadType,
	}
	for frame, want := range cases {
		if got := MustRefuse(t, frame); got.Reason != want {
			t.Errorf("%q is refused as %s, want %s", frame, got.Reason, want)
		}
	}
}

// Newer plugins must work against older servers: what is unknown is told from
// what is wrong, so that it can be counted and not answered.
func TestUnknownTypes(t *testing.T) {
	t.Parallel()
	for _, typ := range []string{"weather", "Telemetry", "telemetry ", "share", "shares_x", "none", "unknown", "share*", strings.Repeat("x", 1000)} {
		refusal := MustRefuse(t, `{"type":"`+typ+`"}`)
		if refusal.Reason != ReasonUnknownType || refusal.Family != FamilyUnknown || refusal.Answered() {
			t.Errorf("%.20s: %+v", typ, refusal)
		}
		if refusal.Type != "" || strings.Contains(refusal.Error(), "weather") {
			t.Errorf("the sender's words are in %+v", refusal)
		}
	}
}

func TestEscapedTypesAndNamesAreWhatTheySay(t *testing.T) {
	t.Parallel()
	e, notes := MustDecode(t, `{"\u0074ype":"sp\u0061wn",`+head+`,"m\u006fb":"Drudge","ew":1,"ns":2}`)
	if e.Type != "spawn" || e.Body.(*Spawn).Mob != "Drudge" || notes.Any() {
		t.Errorf("%+v, %v", e, notes)
	}
	checkEvent(t, e)
}

func TestCharacterNames(t *testing.T) {
	t.Parallel()
	frame := func(name string) string { return `{"type":"quest","character_name":` + name + `}` }
	good := map[string]string{
		`"A"`:                                "A",
		`"  Larsa Mossfoot \t"`:              "Larsa Mossfoot",
		`"\u00a0A\u2003"`:                    "A",
		`"O'Bri\"en\\"`:                      `O'Bri"en\`,
		`"\ud83d\ude00"`:                     "😀",
		`"A\ud800B"`:                         "A\ufffdB",
		"\"A\xffB\"":                         "A\ufffdB",
		`"` + strings.Repeat("é", 64) + `"`:  strings.Repeat("é", 64),
		`"` + strings.Repeat(" ", 99) + `A"`: "A",
	}
	for name, want := range good {
		e, _ := MustDecode(t, frame(name))
		if e.CharacterName != want {
			t.Errorf("%s is %q, want %q", name, e.CharacterName, want)
		}
		checkEvent(t, e)
	}
	bad := map[string]Reason{
		`null`:                              ReasonNoCharacter,
		`""`:                                ReasonBadCharacter,
		`" \u3000 "`:                        ReasonBadCharacter,
		`12`:                                ReasonBadCharacter,
		`["A"]`:                             ReasonBadCharacter,
		`"A\u0000"`:                         ReasonBadCharacter,
		`"A\u001bB"`:                        ReasonBadCharacter,
		`"A\u0085B"`:                        ReasonBadCharacter,
		`"A\u007fB"`:                        ReasonBadCharacter,
		`"A\nB"`:                            ReasonBadCharacter,
		`"` + strings.Repeat("é", 65) + `"`: ReasonBadCharacter,
	}
	for name, want := range bad {
		if got := MustRefuse(t, frame(name)); got.Reason != want || got.Family != FamilyQuest || got.Type != "quest" {
			t.Errorf("%s is refused as %+v", name, got)
		}
	}
}

func TestTimestamps(t *testing.T) {
	t.Parallel()
	at := func(text string) time.Time {
		v, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	none, unreadable, skewed := Notes{}, Notes{NoteBadTimestamp: 1}, Notes{NoteClockSkew: 1}
	cases := []struct {
		timestamp string
		want      time.Time
		notes     Notes
	}{
		{`"2026-05-04T18:21:07.412Z"`, stamp, none},
		{`"2026-05-04T18:21:07.4129876Z"`, stamp.Add(987 * time.Microsecond), none}, // seven digits, as .NET writes
		{`"2026-05-04t18:21:07z"`, at("2026-05-04T18:21:07Z"), none},
		{`" 2026-05-04T18:21:07Z "`, at("2026-05-04T18:21:07Z"), none},
		{`"2026-05-04T18:21:07\u005a"`, at("2026-05-04T18:21:07Z"), none},
		{`"2026-05-04T20:21:07+02:00"`, at("2026-05-04T18:21:07Z"), none},
		{`"2026-05-04T18:31:08Z"`, received.Add(10 * time.Minute), none},
		{`"2026-05-04T18:11:08Z"`, received.Add(-10 * time.Minute), none},
		{`"2026-05-04T18:31:08.0000009Z"`, received.Add(10 * time.Minute), none},
		{`"2026-05-04T18:31:08.000001Z"`, received, skewed},
		{`"2026-05-04T18:11:07.999999Z"`, received, skewed},
		{`"2025-05-04T18:21:07Z"`, received, skewed},
		{`"9999-12-31T23:59:59Z"`, received, skewed},
		{`"0001-01-01T00:00:00Z"`, received, skewed},
		{`"0000-01-01T00:00:00Z"`, received, unreadable},
		{`"9999-12-31T23:59:59-01:00"`, received, unreadable},
		{`"0001-01-01T00:00:00+01:00"`, received, unreadable},
		{`null`, received, none},
		{`""`, received, unreadable},
		{`"today"`, received, unreadable},
		{`"2026-05-04 18:21:07"`, received, unreadable},
		{`"2026-05-04T18:21:07"`, received, unreadable},
		{`"2026-02-30T18:21:07Z"`, received, unreadable},
		{`"2026-05-04T18:21:07Z\u0000"`, received, unreadable},
		{`1777918867`, received, unreadable},
		{`{"seconds":1}`, received, unreadable},
		{nested(100), received, unreadable},
	}
	for _, c := range cases {
		e, notes := MustDecode(t, `{"type":"quest","character_name":"A","timestamp":`+c.timestamp+`}`)
		if !e.Timestamp.Equal(c.want) || notes != c.notes {
			t.Errorf("%.40s is %v (%v), want %v (%v)", c.timestamp, e.Timestamp, notes, c.want, c.notes)
		}
		checkEvent(t, e)
	}
}

// The time of receipt is kept as PostgreSQL keeps it, whatever the caller has.
func TestReceiptHasMicrosecondsInUTC(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("east", 3*3600)
	at := time.Date(2026, 5, 4, 21, 21, 8, 123_456_789, zone)
	e, _, err := Decode([]byte(`{"type":"quest","character_name":"A"}`), at)
	if err != nil {
		t.Fatal(err)
	}
	want := time.Date(2026, 5, 4, 18, 21, 8, 123_456_000, time.UTC)
	if e.ReceivedAt != want || e.Timestamp != want {
		t.Errorf("received %v, at %v", e.ReceivedAt, e.Timestamp)
	}
}

// What lies in the wrong log, or is no event at all, is said to be so.
func TestRereadTakesOnlyWhatBelongsIntoTheLog(t *testing.T) {
	t.Parallel()
	spawn := []byte(frameOf("spawn", `"mob":"Drudge Skulker","ew":33.6,"ns":42.1`))
	if e, err := Reread(spawn, received, LogWorld); err != nil || e.Family != FamilySpawn {
		t.Errorf("a spawn of the world log: %v, %v", e, err)
	}
	for payload, want := range map[string]string{string(spawn): "a spawn event does not belong into the item log", "{": "the record's payload is no event: "} {
		if e, err := Reread([]byte(payload), received, LogItem); e != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v", payload, e, err)
		}
	}
}

// A reader of the log may come days later: what was accepted stands.
func TestRedecodeBelievesTheTimestamp(t *testing.T) {
	t.Parallel()
	frame := []byte(frameOf("quest", ""))
	later := received.Add(30 * 24 * time.Hour)
	e, notes, err := Redecode(frame, later)
	if err != nil || notes.Any() {
		t.Fatal(err, notes)
	}
	if !e.Timestamp.Equal(stamp) || !e.ReceivedAt.Equal(later) {
		t.Errorf("at %v, received %v", e.Timestamp, e.ReceivedAt)
	}
	if e, notes, _ = Decode(frame, later); !e.Timestamp.Equal(later) || notes[NoteClockSkew] != 1 {
		t.Errorf("Decode believes %v, %v", e.Timestamp, notes)
	}
	if _, _, err = Redecode([]byte(`{"type":"quest"}`), later); err == nil {
		t.Error("Redecode takes an event of nobody")
	}
	e, notes, _ = Redecode([]byte(`{"type":"quest","character_name":"A","timestamp":"0000-01-01T00:00:00Z"}`), later)
	if !e.Timestamp.Equal(later) || notes[NoteBadTimestamp] != 1 {
		t.Errorf("Redecode holds a time that the database may not: %v", e.Timestamp)
	}
}
