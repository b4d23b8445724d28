package tracker

import (
	"net/http"
	"sync"
	"testing"
)

// Who gives out the plugins' secrets is told for whom each socket speaks, and can
// end it.
func TestAPluginsPass(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var mu sync.Mutex
	spoken, ended := map[string]int{}, make(chan struct{})
	h.module.pass = func(*http.Request) PluginPass {
		return PluginPass{Ended: ended, Speaks: func(character string) {
			mu.Lock()
			defer mu.Unlock()
			spoken[character]++
		}}
	}
	plugin := h.register("A")
	plugin.send(`{"type":"register","character_name":"A"}`)
	plugin.send(`{"type":"register","character_name":"B"}`)
	h.eventually("both are named", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return spoken["A"] == 1 && spoken["B"] == 1
	})
	close(ended)
	h.eventually("the socket is closed", func() bool { return h.module.plugins.count() == 0 })
}
