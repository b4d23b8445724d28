package tracker

import (
	"fmt"
	"strings"
	"testing"
)

// One plugin does not read at all: its socket fills up, and the others get what
// is shared, in order and at once.
func TestAStuckPluginDelaysNoOtherSocket(t *testing.T) {
	h := newHouse(t)
	h.register("Stuck")
	reads, from, browser := h.register("Reads"), h.register("From"), h.browser()
	browser.send(`{"type":"subscribe","types":["chat"]}`)
	browser.wait("subscribed", ofType("subscribed"))
	padding := strings.Repeat("x", 48<<10)
	const shares = 200 // 10 MiB: more than the buffers of a socket take
	go func() {
		for i := range shares {
			frame := fmt.Appendf(nil, `{"type":"share_vital_update","character_name":"From","number":%d,"padding":%q}`, i, padding)
			if err := from.conn.Write(t.Context(), frame); err != nil {
				t.Error(err)
				return
			}
		}
		if err := from.conn.Write(t.Context(), []byte(`{"type":"chat","character_name":"From","text":"done"}`)); err != nil {
			t.Error(err)
		}
	}()
	last := -1.0
	reads.wait("the last share", func(m map[string]any) bool {
		number, is := m["number"].(float64)
		if is && number <= last {
			t.Errorf("share %v came after %v", number, last)
		}
		last = number
		return number == shares-1
	})
	browser.wait("the line of chat", ofType("chat"))
	if n := h.module.plugins.count(); n != 3 {
		t.Errorf("%d plugins are connected when all is read, want the stuck one among them", n)
	}
	browser.send(`{"player_name":"Reads","command":"/mm status"}`)
	if got := browser.wait("an answer", ofType("command_result")); got["ok"] != true {
		t.Errorf("a command while another plugin is stuck: %v", got)
	}
	if got := reads.wait("the command", func(m map[string]any) bool { return m["command"] != nil }); got["command"] != "/mm status" {
		t.Errorf("%v", got)
	}
}
