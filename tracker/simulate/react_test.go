package simulate

import (
	"testing"
	"time"

	"overlord/tracker/event"
)

// loggedIn is a world of one client with its character online.
func loggedIn(tb testing.TB) (*Client, *character) {
	tb.Helper()
	w := mustWorld(tb, Config{Clients: 1, Rate: 2 * time.Second, Seed: 1, Start: evening})
	c := w.clients[0]
	for second := 1; !c.Online(); second++ {
		c.Step(at(second))
	}
	return c, c.characters[0]
}

func TestCommandsAreTypedIntoTheGame(t *testing.T) {
	t.Parallel()
	c, who := loggedIn(t)
	for command, want := range map[string]struct {
		text    string
		channel any
	}{
		"/a on my way":           {`[Allegiance] You say, "on my way"`, "Allegiance"},
		"/allegiance hi":         {`[Allegiance] You say, "hi"`, "Allegiance"},
		"/f pull \"left\"":       {`[Fellowship] You say, "pull "left""`, "Fellowship"},
		"/tell Bren, are you in": {`You tell Bren, "are you in"`, "Tell"},
		"/dance":                 {`Unknown command: /dance`, nil},
		"hello":                  {`You say, "hello"`, nil},
	} {
		events := c.Command(" "+who.name+" ", command, at(9))
		if len(events) != 1 || events[0].Type != "chat" {
			t.Fatalf("%s: %+v", command, events)
		}
		if text, channel := member(t, events[0], "text"), member(t, events[0], "channel"); text != want.text || channel != want.channel {
			t.Errorf("%s: %v in %v", command, text, channel)
		}
		if _, _, err := event.Decode(events[0].Frame, at(9)); err != nil {
			t.Errorf("%s: %v", command, err)
		}
	}
	if events := c.Command(who.name, "/mm status", at(9)); len(events) != 1 || events[0].Time != at(9) {
		t.Errorf("status: %+v", events)
	}
	if events := c.Command("Somebody Else", "/a hi", at(9)); len(events) != 0 {
		t.Errorf("answered for somebody else: %+v", events)
	}
	who.logOff()
	if events := c.Command(who.name, "/a hi", at(9)); len(events) != 0 {
		t.Errorf("answered while offline: %+v", events)
	}
}

// What was asked for changes nothing of what happens next.
func TestCommandsDoNotChangeTheStream(t *testing.T) {
	t.Parallel()
	asked, who := loggedIn(t)
	left, _ := loggedIn(t)
	for second := 10; second < 100; second++ {
		asked.Command(who.name, "/a hi", at(second))
		asked.Map("01D9", at(second))
		a, b := asked.Step(at(second)), left.Step(at(second))
		if len(a) != len(b) {
			t.Fatalf("second %d: %d and %d events", second, len(a), len(b))
		}
		for i := range a {
			if string(a[i].Frame) != string(b[i].Frame) {
				t.Fatalf("second %d: %s and %s", second, a[i].Frame, b[i].Frame)
			}
		}
	}
}

func TestMapsAreShown(t *testing.T) {
	t.Parallel()
	c, who := loggedIn(t)
	events := c.Map("01d9", at(9))
	if len(events) != 1 || events[0].Type != "dungeon_map" || member(t, events[0], "landblock") != "01D9" {
		t.Fatalf("%+v", events)
	}
	for _, wrong := range []string{"", "zz", "12345", "-1"} {
		if events := c.Map(wrong, at(9)); len(events) != 0 {
			t.Errorf("%q: %+v", wrong, events)
		}
	}
	who.logOff()
	if events := c.Map("01D9", at(9)); len(events) != 0 {
		t.Errorf("answered while offline: %+v", events)
	}
}

func TestReadIncoming(t *testing.T) {
	t.Parallel()
	for frame, want := range map[string]incomingKind{
		`{"type":"share_vital_update","character_name":"A"`:            shared, // not even parsed
		`{"character_name":"A","type":"share_x"}`:                      shared,
		`{"player_name":"A","command":"/mm status"}`:                   command,
		`{"type":"request_dungeon_map","landblock":"01D9"}`:            mapRequest,
		`{"type":"error","code":"invalid_event","event_type":"spawn"}`: complaint,
		`{"type":"news"}`: strange,
		`[1]`:             strange,
		`{`:               strange,
		`{"type":7}`:      strange,
	} {
		if got, _ := readIncoming([]byte(frame)); got != want {
			t.Errorf("%s is %v, want %v", frame, got, want)
		}
	}
}

func TestTalkIsHeardByAllAtOnce(t *testing.T) {
	t.Parallel()
	a := theAtlas()
	names := []string{"Larsa", "Bren", "Ysolde"}
	one, two := newTalk(1, a, allegianceLine, 0, talkEvery, names), newTalk(1, a, allegianceLine, 0, talkEvery, names)
	lines := 0
	for now := time.Duration(0); now < 20*time.Minute; now += time.Second {
		heard, ok := one.hear(now, time.Second, "nobody")
		if now < 7*time.Minute { // the other listener is off
			if ok {
				lines++
			}
			continue
		}
		again, ok2 := two.hear(now, time.Second, "nobody")
		if ok != ok2 || heard != again {
			t.Fatalf("at %v one hears %q, the other %q", now, heard.text, again.text)
		}
	}
	if lines < 6 || lines > 40 {
		t.Errorf("%d lines in seven minutes", lines)
	}
}

func TestWhatOneSaysOneself(t *testing.T) {
	t.Parallel()
	if got, want := spoken(allegianceLine, "Bren", "Larsa", "hi"), `[Allegiance] Bren says, "hi"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := spoken(fellowshipLine, "Bren", "Bren", "hi"), `[Fellowship] You say, "hi"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
