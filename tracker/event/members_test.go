package event

import (
	"fmt"
	"strings"
	"testing"
)

const spawnHead = `{"type":"spawn","character_name":"A","timestamp":"2026-05-04T18:21:07.412Z"`

func TestMembersOfThePayload(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, members, want string }{
		{"known ones in the contract's order", `"z":3,"ns":2,"ew":1,"mob":"D"`, `,"mob":"D","ew":1,"ns":2,"z":3`},
		{"unknown ones behind them, as they came", `"b":{"x":[]},"mob":"D","ew":1,"a":"\u0041","ns":2`, `,"mob":"D","ew":1,"ns":2,"b":{"x":[]},"a":"\u0041"`},
		{"an unknown null stays", `"mob":"D","ew":1,"ns":2,"a":null`, `,"mob":"D","ew":1,"ns":2,"a":null`},
		{"a known null goes", `"mob":"D","ew":1,"ns":2,"z":null`, `,"mob":"D","ew":1,"ns":2`},
		{"of two, the last", `"mob":"D","ew":1,"ew":5,"ns":2,"mob":"E"`, `,"mob":"E","ew":5,"ns":2`},
		{"of two unknown, the last", `"mob":"D","ew":1,"ns":2,"a":1,"b":2,"a":3,"a":4`, `,"mob":"D","ew":1,"ns":2,"b":2,"a":4`},
		{"of a good one and a later null, the null", `"mob":"D","ew":1,"ns":2,"z":3,"z":null`, `,"mob":"D","ew":1,"ns":2`},
		{"names are exact", `"mob":"D","ew":1,"ns":2,"Mob":"E","EW":5," z":6,"":7`, `,"mob":"D","ew":1,"ns":2,"Mob":"E","EW":5," z":6,"":7`},
		{"names are what they say", `"m\u006fb":"D","ew":1,"ns":2,"\u0061":1`, `,"mob":"D","ew":1,"ns":2,"a":1`},
		{"names that look alike are not the same", `"mxb":"E","mob":"D","ew":1,"ns":2`, `,"mob":"D","ew":1,"ns":2,"mxb":"E"`},
		{"names are mended first", `"mob\u0000":"D","ew":1,"ns":2,"a\u0000":1,"a":2,"\"\\":3`, `,"mob":"D","ew":1,"ns":2,"a":2,"\"\\":3`},
		{"what another family knows is unknown", `"mob":"D","ew":1,"ns":2,"kills":"1,234"`, `,"mob":"D","ew":1,"ns":2,"kills":"1,234"`},
		{"received_at is only telemetry's", `"mob":"D","ew":1,"ns":2,"received_at":1`, `,"mob":"D","ew":1,"ns":2,"received_at":1`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, _ := MustDecode(t, frameOf("spawn", c.members))
			if got, want := string(e.Payload), spawnHead+c.want+"}"; got != want {
				t.Errorf("payload\n%s, want\n%s", got, want)
			}
			checkEvent(t, e)
		})
	}
}

func TestTheEnvelopeMayStandAnywhere(t *testing.T) {
	t.Parallel()
	e, _ := MustDecode(t, `{"type":"quest","ns":2,"character_name":"B","mob":"D",`+head+`,"ew":1,"type":"spawn"}`)
	if got := string(e.Payload); got != spawnHead+`,"mob":"D","ew":1,"ns":2}` {
		t.Error(got)
	}
}

// The members that the server adds for browsers cannot be forged.
func TestReservedMembers(t *testing.T) {
	t.Parallel()
	e, _ := MustDecode(t, frameOf("telemetry", membersBut(FamilyTelemetry, "", "")+`,"received_at":"never","lifetime":1`))
	if text := string(e.Payload); strings.Contains(text, "received_at") || !strings.Contains(text, `"lifetime":1`) {
		t.Error(text)
	}
	checkEvent(t, e)
	e, _ = MustDecode(t, frameOf("combat_stats", `"session_id":"s","lifetime":{"total_kills":1}`))
	if strings.Contains(string(e.Payload), "lifetime") {
		t.Errorf("%s", e.Payload)
	}
	checkEvent(t, e)
}

// Doubles are found among few members and among many.
func TestDoublesAmongManyMembers(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 10, 63, 64, 65, 500} {
		var members strings.Builder
		for i := range n {
			fmt.Fprintf(&members, `,"name%d":"old","name%d":"new%d"`, i, i, i)
		}
		e, _ := MustDecode(t, frameOf("share_x", members.String()[1:]))
		text := string(e.Payload)
		if strings.Contains(text, "old") || strings.Count(text, "new") != n {
			t.Errorf("of %d: %.300s", n, text)
		}
		checkEvent(t, e)
	}
}

// Two names of one length with the same ends are two names.
func TestNamesThatLookAlike(t *testing.T) {
	t.Parallel()
	e, _ := MustDecode(t, frameOf("share_x", `"total_a_x":1,"total_b_x":2,"total_a_x":3`))
	if !strings.HasSuffix(string(e.Payload), `,"total_b_x":2,"total_a_x":3}`) {
		t.Errorf("%s", e.Payload)
	}
	checkEvent(t, e)
}
