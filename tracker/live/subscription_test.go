package live

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"overlord/store/fault"
)

func mustSubscription(tb testing.TB, message string) *subscription {
	tb.Helper()
	members, kind, err := parseMessage([]byte(message))
	if err != nil || kind != "subscribe" {
		tb.Fatalf("%s is no subscription: %q, %v", message, kind, err)
	}
	sub, err := parseSubscription(members)
	if err != nil {
		tb.Fatalf("%s: %v", message, err)
	}
	return sub
}

func TestSubscriptionAsUnderstood(t *testing.T) {
	t.Parallel()
	cases := []struct{ message, want string }{
		{`{"type":"subscribe"}`, subscribedText(`null`, `null`, false)},
		{`{"type":"subscribe","types":null,"characters":null,"batch":null}`, subscribedText(`null`, `null`, false)},
		{`{"type":"subscribe","types":[]}`, subscribedText(`[]`, `null`, false)},
		{`{"type":"subscribe","types":["rare","share_*"]}`, subscribedText(`["rare","share_*"]`, `null`, false)},
		{`{"type":"subscribe","message_types":["rare"]}`, subscribedText(`["rare"]`, `null`, false)},
		{`{"type":"subscribe","events":["rare"]}`, subscribedText(`["rare"]`, `null`, false)},
		{`{"type":"subscribe","topics":["rare"]}`, subscribedText(`["rare"]`, `null`, false)},
		{`{"type":"subscribe","types":null,"topics":["rare"]}`, subscribedText(`["rare"]`, `null`, false)},
		{`{"type":"subscribe","types":["chat","rare","chat"," rare "]}`, subscribedText(`["chat","rare"]`, `null`, false)},
		{`{"type":"subscribe","types":["share_vital","share_*","share_v*","rare"]}`, subscribedText(`["rare","share_*"]`, `null`, false)},
		{`{"type":"subscribe","types":["rare","*"]}`, subscribedText(`null`, `null`, false)},
		{`{"type":"subscribe","characters":["B","A","B"],"batch":true}`, subscribedText(`null`, `["A","B"]`, true)},
		{`{"type":"subscribe","characters":[],"something":"else"}`, subscribedText(`null`, `[]`, false)},
	}
	for _, c := range cases {
		if got := string(mustSubscription(t, c.message).understood); got != c.want {
			t.Errorf("%s is understood as\n%s, want\n%s", c.message, got, c.want)
		}
	}
}

func TestSubscriptionMatches(t *testing.T) {
	t.Parallel()
	cases := []struct {
		members          string
		topic, character string
		want             bool
	}{
		{``, "rare", "A", true},
		{`,"types":[]`, "rare", "A", false},
		{`,"types":["rare"]`, "rare", "A", true},
		{`,"types":["rare"]`, "rares", "A", false},
		{`,"types":["rare"]`, "telemetry", "A", false},
		{`,"types":["telemetry"]`, "telemetry", "A", true},
		{`,"types":["tele*"]`, "telemetry", "A", true},
		{`,"types":["share_*"]`, "share_vital_update", "A", true},
		{`,"types":["share_*"]`, "share", "A", false},
		{`,"types":["*"]`, "anything", "A", true},
		{`,"characters":["A"]`, "rare", "A", true},
		{`,"characters":["A"]`, "rare", "B", false},
		{`,"characters":["A"]`, "rare", "", true},
		{`,"characters":[]`, "rare", "A", false},
		{`,"characters":[]`, "rare", "", true},
		{`,"characters":["A"],"types":["chat"]`, "rare", "A", false},
		{`,"characters":["A"],"types":["chat"]`, "rare", "", false},
	}
	for _, c := range cases {
		sub := mustSubscription(t, `{"type":"subscribe"`+c.members+`}`)
		if got := sub.matches(Message{Topic: c.topic, CharacterName: c.character}); got != c.want {
			t.Errorf("%s matches %s of %q: %v", c.members, c.topic, c.character, got)
		}
	}
}

func TestSubscriptionRefused(t *testing.T) {
	t.Parallel()
	many := func(n int) string { return strings.TrimSuffix(strings.Repeat(`"x",`, n), ",") }
	cases := []struct {
		members string
		code    fault.Code
		field   string
	}{
		{`"types":"rare"`, fault.Invalid, "types"},
		{`"types":{"rare":true}`, fault.Invalid, "types"},
		{`"events":[1]`, fault.Invalid, "events"},
		{`"types":["rare",null]`, fault.Invalid, "types"},
		{`"types":[""]`, fault.Invalid, "types"},
		{`"types":["sh*re"]`, fault.Invalid, "types"},
		{`"types":["**"]`, fault.Invalid, "types"},
		{`"characters":"A"`, fault.Invalid, "characters"},
		{`"characters":[" "]`, fault.Invalid, "characters"},
		{`"characters":["` + strings.Repeat("x", MaxNameBytes+1) + `"]`, fault.Invalid, "characters"},
		{`"batch":"yes"`, fault.Invalid, "batch"},
		{`"batch":1`, fault.Invalid, "batch"},
		{`"types":[` + many(MaxTypes+1) + `]`, fault.TooLarge, "types"},
		{`"characters":[` + many(MaxCharacters+1) + `]`, fault.TooLarge, "characters"},
	}
	for _, c := range cases {
		members, _, err := parseMessage([]byte(`{"type":"subscribe",` + c.members + `}`))
		if err != nil {
			t.Fatal(err)
		}
		_, err = parseSubscription(members)
		if f := fault.Of(err); err == nil || f.Code != c.code || f.Field != c.field {
			t.Errorf("%.60s: %v, field %q", c.members, err, f.Field)
		}
	}
	mustSubscription(t, `{"type":"subscribe","types":[`+many(MaxTypes)+`]}`)
}

// FuzzMessage feeds the parser what strangers send. What it understands, it
// understands the same way when it is sent back.
func FuzzMessage(f *testing.F) {
	f.Add(`{"type":"subscribe","types":["rare","share_*"],"characters":["A"],"batch":true}`, "rare", "A")
	f.Add(`{"type":"subscribe","topics":["*","*a*"]}`, "a", "")
	f.Add(`{"player_name":"A","command":"/mm status"}`, "", "")
	f.Add(`[]`, "", "")
	f.Add(`{"type":"subscribe","types":["\u0000","\ud800"]}`, "\x00", "\xff")
	f.Fuzz(func(t *testing.T, message, topic, character string) {
		members, kind, err := parseMessage([]byte(message))
		if err != nil || kind != "subscribe" {
			return
		}
		sub, err := parseSubscription(members)
		if err != nil {
			if fault.CodeOf(err) == fault.Internal {
				t.Fatalf("%q is refused with %v", message, err)
			}
			return
		}
		var back map[string]json.RawMessage
		if err := json.Unmarshal(sub.understood, &back); err != nil {
			t.Fatalf("%s is no JSON", sub.understood)
		}
		again, err := parseSubscription(back)
		if err != nil || string(again.understood) != string(sub.understood) {
			t.Fatalf("%s sent back is %v, %v", sub.understood, again, err)
		}
		m := Message{Topic: topic, CharacterName: character}
		if sub.matches(m) != again.matches(m) || sub.matches(m) != plainMatch(sub.understood, m) {
			t.Fatalf("%s and its echo differ on %q of %q", sub.understood, topic, character)
		}
	})
}

// plainMatch is matching as the contract words it.
func plainMatch(understood []byte, m Message) bool {
	var s struct{ Types, Characters []string }
	if err := json.Unmarshal(understood, &s); err != nil {
		panic(fmt.Sprintf("%s: %v", understood, err))
	}
	wanted := s.Types == nil
	for _, name := range s.Types {
		prefix, isPrefix := strings.CutSuffix(name, "*")
		wanted = wanted || name == m.Topic || isPrefix && strings.HasPrefix(m.Topic, prefix)
	}
	about := s.Characters == nil || m.CharacterName == ""
	for _, name := range s.Characters {
		about = about || name == m.CharacterName
	}
	return wanted && about
}
