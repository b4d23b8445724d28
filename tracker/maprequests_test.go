package tracker

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"overlord/store/fault"
)

// asked are the landblocks that a plugin was asked for, as they wait for it.
func asked(t *testing.T, p *plugin) (blocks []string) {
	t.Helper()
	for _, frame := range p.take() {
		var request struct{ Type, Landblock string }
		if err := json.Unmarshal(frame, &request); err != nil || request.Type != "request_dungeon_map" {
			t.Fatalf("the plugin got %s (%v)", frame, err)
		}
		blocks = append(blocks, request.Landblock)
	}
	return blocks
}

// mapBench is requests with plugins that speak for A and B.
func mapBench() (mr *mapRequests, a, b *plugin) {
	mr = newMapRequests(NewMemory(), newPlugins())
	a, b = newPlugin("", time.Now()), newPlugin("", time.Now())
	for name, p := range map[string]*plugin{"A": a, "B": b} {
		mr.plugins.add(p)
		mr.plugins.bind(name, p)
	}
	return mr, a, b
}

func TestManyWhoAskForAMapAskThePluginOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mr, a, b := mapBench()
		got := make(chan string, 200)
		ask := func(player string) {
			t.Helper()
			if err := mr.ask(t.Context(), &mapAsker{}, player, "01D9", func(body []byte) { got <- string(body) }); err != nil {
				t.Fatal(err)
			}
		}
		for range 50 {
			ask("A")
		}
		if blocks := asked(t, a); len(blocks) != 1 || blocks[0] != "01D9" {
			t.Errorf("A's plugin was asked for %v", blocks)
		}
		ask("B") // another plugin is asked, whatever becomes of the first
		if blocks := asked(t, b); len(blocks) != 1 {
			t.Errorf("B's plugin was asked for %v", blocks)
		}
		mr.deliver("01D9", []byte("the map"))
		mr.deliver("01D9", []byte("again"))
		for range 51 {
			if text := <-got; text != "the map" {
				t.Errorf("delivered %q", text)
			}
		}
		time.Sleep(2 * mapPatience)
		if len(got) != 0 || mr.waiting != 0 || len(mr.blocks) != 0 {
			t.Errorf("%d more answers; %d wait", len(got), mr.waiting)
		}
	})
}

func TestAMapThatDoesNotComeIsUnavailableAfter10Seconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mr, a, _ := mapBench()
		start := time.Now()
		answers := make(chan string, 9)
		ask := func() {
			if err := mr.ask(t.Context(), &mapAsker{}, "A", "01D9", func(body []byte) { answers <- string(body) }); err != nil {
				t.Fatal(err)
			}
		}
		ask()
		time.Sleep(6 * time.Second)
		ask() // waits for itself, and the plugin still has its time
		if blocks := asked(t, a); len(blocks) != 1 {
			t.Errorf("within its time the plugin was asked for %v", blocks)
		}
		for _, want := range []time.Duration{10 * time.Second, 16 * time.Second} {
			var failure struct{ Type, Code, Message, Landblock string }
			if err := json.Unmarshal([]byte(<-answers), &failure); err != nil || failure.Type != "error" || failure.Code != "unavailable" || failure.Landblock != "01D9" || failure.Message == "" {
				t.Errorf("%+v (%v)", failure, err)
			}
			if took := time.Since(start); took != want {
				t.Errorf("answered after %s, want %s", took, want)
			}
		}
		ask()
		if blocks := asked(t, a); len(blocks) != 1 {
			t.Errorf("afterwards the plugin was asked for %v", blocks)
		}
	})
}

func TestAPluginThatHadItsTimeIsAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mr, a, _ := mapBench()
		for range 4 { // somebody always waits
			if err := mr.ask(t.Context(), &mapAsker{}, "A", "01D9", func([]byte) {}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(7 * time.Second)
		}
		if blocks := asked(t, a); len(blocks) != 2 {
			t.Errorf("in 21 s the plugin was asked for %v", blocks)
		}
	})
}

func TestWhyAMapIsUnavailableAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mr, a, _ := mapBench()
		refused := func(player, want string, code fault.Code) {
			t.Helper()
			err := mr.ask(t.Context(), &mapAsker{}, player, "01D9", func([]byte) { t.Error("answered") })
			if fault.CodeOf(err) != code || !strings.Contains(fmt.Sprint(err), want) {
				t.Errorf("%q: %v", player, err)
			}
		}
		refused("C", "no plugin is connected for C", fault.Unavailable)
		refused("", "player_name", fault.Unavailable)
		for range outboxMessages {
			a.send([]byte("{}"))
		}
		refused("A", "does not read", fault.Unavailable)
		if mr.waiting != 0 || len(mr.blocks) != 0 {
			t.Errorf("%d wait", mr.waiting)
		}
	})
}

func TestWhoWaitsForAMapIsToldWhenThePluginLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mr, a, _ := mapBench()
		left, stays := make(chan string, 9), make(chan string, 9)
		for player, answers := range map[string]chan string{"A": left, "B": stays} {
			if err := mr.ask(t.Context(), &mapAsker{}, player, "01D9", func(body []byte) { answers <- string(body) }); err != nil {
				t.Fatal(err)
			}
		}
		mr.left(a)
		if text := <-left; !strings.Contains(text, `"unavailable"`) || len(stays) != 0 {
			t.Errorf("told %s; %d others", text, len(stays))
		}
		mr.deliver("01D9", []byte("the map"))
		if text := <-stays; text != "the map" || len(left) != 0 {
			t.Errorf("the other got %s", text)
		}
	})
}

func TestAClosedSocketWaitsForNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mr, _, _ := mapBench()
		ctx, leave := context.WithCancel(t.Context())
		asker := &mapAsker{}
		for i := range maxSocketMaps {
			if err := mr.ask(ctx, asker, "A", landblockNumber(i), func([]byte) { t.Error("answered") }); err != nil {
				t.Fatal(err)
			}
		}
		err := mr.ask(ctx, asker, "A", "FFFF", func([]byte) { t.Error("answered") })
		if fault.CodeOf(err) != fault.Throttled {
			t.Errorf("one more: %v", err)
		}
		leave()
		synctest.Wait()
		if mr.waiting != 0 || asker.waiting != 0 || len(mr.blocks) != 0 {
			t.Errorf("%d wait", mr.waiting)
		}
		time.Sleep(2 * mapPatience)
	})
}
