package tracker

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"overlord/store/fault"
	"overlord/tracker/event"
	"overlord/tracker/live"
)

const (
	// mapPatience is the contract's: how long a plugin has to send a map.
	mapPatience = 10 * time.Second

	// A page shows a handful of dungeons; a socket that waits for more maps than
	// that, or many that do, would only fill the plugins' queues.
	maxSocketMaps  = 32
	maxWaitingMaps = 4096
)

// mapRequests are the maps that browsers wait for. Those who ask for the same
// map wait together: a plugin is asked once.
type mapRequests struct {
	memory   *Memory
	plugins  *plugins
	patience time.Duration

	mu      sync.Mutex // taken before the locks of memory and plugins
	blocks  map[event.Landblock]*mapRequest
	waiting int // of all blocks
}

// mapRequest is one map that is waited for.
type mapRequest struct {
	asked   map[*plugin]time.Time // when a plugin was asked last
	waiters map[*mapWaiter]struct{}
}

// mapWaiter is a browser that waits for a map.
type mapWaiter struct {
	block  event.Landblock
	player string
	plugin *plugin // that was asked
	asker  *mapAsker
	reply  live.Reply
	late   *time.Timer
	leave  func() bool // forgets what is to be done when the browser leaves
}

// mapAsker is a browser's socket. Its count is under the requests' lock.
type mapAsker struct{ waiting int }

func newMapRequests(memory *Memory, plugins *plugins) *mapRequests {
	return &mapRequests{memory: memory, plugins: plugins, patience: mapPatience, blocks: map[event.Landblock]*mapRequest{}}
}

// ask answers with the map from memory, or asks the player's plugin for it and
// answers when it comes, or says that it did not come. An error is the answer;
// ctx ends with the socket, and the waiting with it.
func (mr *mapRequests) ask(ctx context.Context, asker *mapAsker, player string, block event.Landblock, reply live.Reply) error {
	found, err := mr.wait(ctx, asker, player, block, reply)
	if found != nil {
		reply(found)
	}
	return err
}

// wait finds the map in memory, or makes the asker one of those who wait for
// it. Both happen under one lock: a map that comes meanwhile misses nobody.
func (mr *mapRequests) wait(ctx context.Context, asker *mapAsker, player string, block event.Landblock, reply live.Reply) ([]byte, error) {
	mr.mu.Lock()
	defer mr.mu.Unlock()
	if found := mr.memory.DungeonMap(block); found != nil {
		return found, nil
	}
	p, err := mr.mayAsk(asker, player, block)
	if err != nil {
		return nil, err
	}
	request := mr.blocks[block]
	if request == nil {
		request = &mapRequest{asked: map[*plugin]time.Time{}, waiters: map[*mapWaiter]struct{}{}}
	}
	if err := mr.askPlugin(request, p, player, block); err != nil {
		return nil, err
	}
	mr.blocks[block] = request
	w := &mapWaiter{block: block, player: player, plugin: p, asker: asker, reply: reply}
	request.waiters[w] = struct{}{}
	asker.waiting++
	mr.waiting++
	w.late = time.AfterFunc(mr.patience, func() { mr.giveUp(w, "did not send the map of landblock %s in time") })
	w.leave = context.AfterFunc(ctx, func() { mr.remove(w) })
	return nil, nil
}

// mayAsk finds the plugin to be asked, or why nobody can be.
func (mr *mapRequests) mayAsk(asker *mapAsker, player string, block event.Landblock) (*plugin, error) {
	if asker.waiting >= maxSocketMaps || mr.waiting >= maxWaitingMaps {
		return nil, fault.New(fault.Throttled, "too many maps are waited for; ask again when some have come")
	}
	if player == "" {
		return nil, fault.New(fault.Unavailable, "no plugin has sent the map of landblock %s yet; a request with a player_name asks that player's plugin", block)
	}
	p := mr.plugins.of(player)
	if p == nil {
		return nil, fault.New(fault.Unavailable, "no plugin is connected for %s, who could send the map of landblock %s", player, block)
	}
	return p, nil
}

// askPlugin asks a plugin unless it has been asked and still has time.
func (mr *mapRequests) askPlugin(request *mapRequest, p *plugin, player string, block event.Landblock) error {
	if at, asked := request.asked[p]; asked && time.Since(at) < mr.patience {
		return nil
	}
	frame, err := json.Marshal(struct {
		Type      string          `json:"type"`
		Landblock event.Landblock `json:"landblock"`
	}{mapRequestType, block})
	if err != nil {
		return err
	}
	if !p.send(frame) {
		return fault.New(fault.Unavailable, "the plugin of %s does not read", player)
	}
	request.asked[p] = time.Now()
	return nil
}

// deliver gives a map that came to all who wait for it.
func (mr *mapRequests) deliver(block event.Landblock, payload []byte) {
	mr.mu.Lock()
	var waiters []*mapWaiter
	if request := mr.blocks[block]; request != nil {
		for w := range request.waiters {
			mr.drop(w)
			waiters = append(waiters, w)
		}
	}
	mr.mu.Unlock()
	for _, w := range waiters {
		w.reply(payload)
	}
}

// left tells those who wait for a plugin that it is gone.
func (mr *mapRequests) left(p *plugin) {
	mr.mu.Lock()
	var waiters []*mapWaiter
	for _, request := range mr.blocks {
		for w := range request.waiters {
			if w.plugin == p {
				waiters = append(waiters, w)
			}
		}
	}
	mr.mu.Unlock()
	for _, w := range waiters {
		mr.giveUp(w, "left before it sent the map of landblock %s")
	}
}

// giveUp tells a waiter why nothing comes, unless it has been answered.
func (mr *mapRequests) giveUp(w *mapWaiter, why string) {
	if !mr.remove(w) {
		return
	}
	body, err := json.Marshal(struct {
		Type      string          `json:"type"`
		Code      fault.Code      `json:"code"`
		Message   string          `json:"message"`
		Landblock event.Landblock `json:"landblock"`
	}{"error", fault.Unavailable, fmt.Sprintf("the plugin of %s "+why, w.player, w.block), w.block})
	if err == nil { // texts can always be written
		w.reply(body)
	}
}

// remove ends a waiting; false: it has ended before.
func (mr *mapRequests) remove(w *mapWaiter) bool {
	mr.mu.Lock()
	defer mr.mu.Unlock()
	request := mr.blocks[w.block]
	if request == nil {
		return false
	}
	if _, waits := request.waiters[w]; !waits {
		return false
	}
	mr.drop(w)
	return true
}

// drop takes a waiter out; the last one takes the request along.
func (mr *mapRequests) drop(w *mapWaiter) {
	request := mr.blocks[w.block]
	delete(request.waiters, w)
	if len(request.waiters) == 0 {
		delete(mr.blocks, w.block)
	}
	w.asker.waiting--
	mr.waiting--
	w.late.Stop()
	w.leave()
}

// of is the plugin that speaks for a character; nil: none.
func (ps *plugins) of(name string) *plugin {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return ps.routes[name]
}
