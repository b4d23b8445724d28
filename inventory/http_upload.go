package inventory

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"overlord/inventory/item"
	"overlord/store/fault"
	"overlord/tracker/event"
	"overlord/web/api"
)

const (
	// maxUpload fits the largest inventory, 5,000 items of the wordiest kind, twice.
	maxUpload = 32 << 20

	// maxItem is far over the wordiest item.
	maxItem = 256 << 10

	// applyWithin is how long an upload's sender is kept waiting; what takes longer
	// is stored all the same.
	applyWithin = 10 * time.Second

	// clockAhead is by how much a sender's clock may be ahead of ours.
	clockAhead = 10 * time.Minute
)

// accepted is the answer to an upload that is in the log and not yet stored.
type accepted struct {
	Position uint64 `json:"position"` // in the item log
}

// postInventory takes everything that a character owns.
func (m *Module) postInventory(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	body, err := readObject(r, maxUpload)
	if err != nil {
		return err
	}
	return m.submit(w, r, event.FamilyFullInventory, append([]byte(`{"type":"full_inventory",`), body[1:]...), nil)
}

// postItem takes one item of a character's, new or changed.
func (m *Module) postItem(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	name, err := pathCharacter(r)
	if err != nil {
		return err
	}
	body, err := readObject(r, maxItem)
	if err != nil {
		return err
	}
	if _, err := item.Decode(body); err != nil {
		return fault.New(fault.Invalid, "this is no item: %v", err)
	}
	return m.submit(w, r, event.FamilyInventoryDelta, deltaFrame(name, event.ActionUpdate, "item", body), nil)
}

// deleteItem takes an item from a character.
func (m *Module) deleteItem(w http.ResponseWriter, r *http.Request) error {
	name, id, err := pathOwned(r)
	if err != nil {
		return err
	}
	frame := deltaFrame(name, event.ActionRemove, "item_id", strconv.AppendInt(nil, id, 10))
	return m.submit(w, r, event.FamilyInventoryDelta, frame, func(s Summary) error {
		if s.Removed == 0 {
			return fault.New(fault.NotFound, "%s has no item %d", name, id)
		}
		return nil
	})
}

// deltaFrame is an inventory_delta as a plugin would send it.
func deltaFrame(character string, action event.Action, member string, value []byte) []byte {
	name, err := json.Marshal(character)
	if err != nil {
		panic(err) // a string is always JSON
	}
	frame := append([]byte(`{"type":"inventory_delta","action":"`), action...)
	frame = append(append(frame, `","character_name":`...), name...)
	frame = append(append(frame, `,"`...), member...)
	return append(append(append(frame, `":`...), value...), '}')
}

// readObject reads a body that is one JSON object.
func readObject(r *http.Request, most int64) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, most))
	var limit *http.MaxBytesError
	switch {
	case errors.As(err, &limit):
		return nil, fault.New(fault.TooLarge, "the body is larger than %d bytes", limit.Limit)
	case err != nil && r.Context().Err() != nil:
		return nil, r.Context().Err()
	case err != nil:
		return nil, fault.Wrap(err, fault.Invalid, "the body ended before it was complete")
	}
	body = bytes.TrimSpace(body)
	if len(body) < 2 || body[0] != '{' || bytes.HasPrefix(bytes.TrimLeft(body[1:], " \t\r\n"), []byte("}")) || !json.Valid(body) {
		return nil, fault.New(fault.Invalid, "the body must be a JSON object")
	}
	return body, nil
}

// submit accepts an event and waits for what becomes of it. check turns the
// outcome into an error where it is one; nil: it never is.
func (m *Module) submit(w http.ResponseWriter, r *http.Request, family event.Family, frame []byte, check func(Summary) error) error {
	if m.writer == nil {
		return fault.New(fault.ReadOnly, "the server takes no writes: READ_ONLY is set")
	}
	ev, _, err := event.Redecode(frame, m.now())
	if err != nil {
		return refused(err)
	}
	if ev.Family != family {
		return fault.New(fault.Invalid, "type cannot be given here").WithField("type")
	}
	if ev.Timestamp.After(m.now().Add(clockAhead)) {
		return fault.New(fault.Invalid, "timestamp lies in the future").WithField("timestamp")
	}
	position, err := m.append(r.Context(), ev)
	if err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(r.Context(), m.apply)
	defer cancel()
	summary, known := m.results.wait(waiting, position)
	switch {
	case !known && r.Context().Err() != nil:
		return r.Context().Err()
	case !known:
		return api.WriteJSON(w, r, http.StatusAccepted, accepted{position})
	case summary.refusal != "":
		return fault.New(fault.Invalid, "the database refuses this; it is set aside as record %d of the item log", position)
	case summary.stale: // a plugin's clock is ahead
		return fault.New(fault.Conflict, "the stored inventory of %s is of a later moment than this; send it again in some minutes", ev.CharacterName)
	}
	if check != nil {
		if err := check(summary); err != nil {
			return err
		}
	}
	return api.WriteJSON(w, r, http.StatusOK, summary)
}

// append puts an event into the item log and waits until it is there.
func (m *Module) append(ctx context.Context, ev *event.Event) (position uint64, err error) {
	type answer struct {
		position uint64
		err      error
	}
	done := make(chan answer, 1)
	if err := m.Accept(ctx, ev, func(position uint64, _ time.Time, err error) { done <- answer{position, err} }); err != nil {
		return 0, unavailable(err)
	}
	select {
	case a := <-done:
		return a.position, unavailable(a.err)
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// unavailable is a log that takes nothing, as the contract has it for requests.
func unavailable(err error) error {
	if fault.CodeOf(err) != fault.Overloaded {
		return err
	}
	return fault.Wrap(err, fault.Unavailable, "the item log is full; send it again later")
}

// refused is what is wrong with an event, as an answer to a request.
func refused(err error) error {
	var refusal *event.Refusal
	if errors.As(err, &refusal) {
		return fault.New(fault.Invalid, "%s", refusal.Message)
	}
	return err
}
