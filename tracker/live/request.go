package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"overlord/store/fault"
)

// Request is a browser's message that is no subscription.
type Request struct {
	Type string // "" where it has none, as a command
	Raw  []byte // the whole message, one JSON object
}

// Reply sends one JSON object to the socket that asked, whatever that is
// subscribed to. It may be called later, more than once, from any goroutine,
// and does nothing once the socket has ended.
type Reply func(body []byte)

// Requests answers what browsers ask for.
type Requests interface {
	// Request handles one request. The next one of this socket is read when it
	// returns, so it must not wait for an answer to come; ctx ends with the
	// socket. An error is sent as the answer: its code and message, if it is
	// a fault. ErrUnknownRequest is for types it does not know.
	Request(ctx context.Context, req Request, reply Reply) error
}

// ErrUnknownRequest is a request of a type that nobody knows.
var ErrUnknownRequest = errors.New("unknown request")

// read handles what the browser sends, until the connection ends.
func (h *Hub) read(ctx context.Context, b *browser, conn Conn, client Client) error {
	reply := func(body []byte) { h.answer(b, body) }
	for {
		frame, err := conn.Read(ctx)
		if err != nil {
			return fmt.Errorf("live: read: %w", err)
		}
		err = h.handle(ctx, b, client, frame, reply)
		if fault.CodeOf(err) == fault.Internal && ctx.Err() == nil {
			h.logger.Error("a browser's request failed", "user", client.Username, "error", err)
		}
		if err != nil {
			reply(errorBody(err))
		}
	}
}

// handle does what one message asks for. Its error is the answer.
func (h *Hub) handle(ctx context.Context, b *browser, client Client, frame []byte, reply Reply) error {
	members, kind, err := parseMessage(frame)
	if err != nil {
		return err
	}
	if kind == "subscribe" {
		sub, err := parseSubscription(members)
		if err != nil {
			return err
		}
		h.subscribe(b, sub)
		return nil
	}
	err = ErrUnknownRequest
	if client.Requests != nil {
		err = client.Requests.Request(ctx, Request{kind, frame}, reply)
	}
	if !errors.Is(err, ErrUnknownRequest) {
		return err
	}
	if _, typed := members["type"]; !typed {
		return fault.New(fault.Invalid, `the message has neither "type" nor a "command" that is understood`)
	}
	return fault.New(fault.Invalid, "messages of type %.64q are not understood", kind).WithField("type")
}

// parseMessage is the members of a browser's message and its type.
func parseMessage(frame []byte) (members map[string]json.RawMessage, kind string, err error) {
	if json.Unmarshal(frame, &members) != nil || members == nil {
		return nil, "", fault.New(fault.Invalid, "a message is one JSON object")
	}
	raw, ok := members["type"]
	if ok && (string(raw) == "null" || json.Unmarshal(raw, &kind) != nil) {
		return nil, "", fault.New(fault.Invalid, `"type" is a string`).WithField("type")
	}
	return members, kind, nil
}

// subscribe replaces a socket's subscription. What was published before is sent
// as the former one says, and before the answer; what comes after, as the new
// one says, and after the answer.
func (h *Hub) subscribe(b *browser, sub *subscription) {
	h.mu.Lock()
	defer h.mu.Unlock()
	former := b.group
	if former == nil {
		return // it is ending
	}
	var brought []part
	switch {
	case !former.sub.batch:
		b.settleStates()
	case !sub.batch:
		h.sendShare(former, b)
	default: // it goes into the frame that the new group's tick will make
		brought = former.share(b)
	}
	h.detach(b)
	h.attach(b, sub)
	b.inserts = nil
	for _, p := range brought {
		b.inserts = append(b.inserts, insert{b.from, p})
	}
	h.send(b, sub.understood)
	h.closeSlow()
}

// answer sends a body to one socket.
func (h *Hub) answer(b *browser, body []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if b.group == nil {
		return // it is ending
	}
	h.send(b, body)
	h.closeSlow()
}

// send queues an answer: for a batch socket, within its tick. A socket that
// takes none of its answers is slow.
func (h *Hub) send(b *browser, body []byte) {
	g, fits := b.group, false
	if !g.sub.batch {
		fits = b.pushAnswer(body)
	} else if fits = b.countAnswer(); fits {
		b.inserts = append(b.inserts, insert{len(g.pending), part{body, true}})
	}
	if !fits {
		h.slow = append(h.slow, b)
	}
}

// helloBody is what a socket gets first.
func helloBody(version string, client Client, now time.Time) []byte {
	var user *string
	if client.Username != "" {
		user = &client.Username
	}
	return mustJSON(struct {
		Type        string    `json:"type"`
		Version     string    `json:"version"`
		User        *string   `json:"user"` // null for internal trust
		Permissions []string  `json:"permissions"`
		ServerTime  time.Time `json:"server_time"`
	}{"hello", version, user, append([]string{}, client.Permissions...), now.UTC().Truncate(time.Millisecond)})
}

// errorBody is the answer that an error becomes.
func errorBody(err error) []byte {
	f := fault.Of(err)
	return mustJSON(struct {
		Type    string     `json:"type"`
		Code    fault.Code `json:"code"`
		Message string     `json:"message"`
	}{"error", f.Code, f.Message})
}

// mustJSON encodes a struct of strings and times, which always can be.
func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return []byte(`{"type":"error","code":"internal","message":"something went wrong on the server"}`)
	}
	return b
}
