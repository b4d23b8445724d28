package suitbuilder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"overlord/store/fault"
	"overlord/web/api"
)

// maxRequest bounds a request's body: ten thousand excluded items with names.
const maxRequest = 2 << 20

// postSearch answers a search as a stream of events. What is wrong with the
// request is told before the stream begins, and so is a server that is busy.
func (m *Module) postSearch(w http.ResponseWriter, r *http.Request) error {
	p, err := readSearch(r)
	if err != nil {
		return err
	}
	leave, ok := m.slots.enter()
	if !ok {
		m.searches.WithLabelValues("busy").Inc()
		return fault.New(fault.Throttled, "%d searches run or wait already; try again in a moment", runningSearches+waitingSearches)
	}
	defer leave()
	ctx, cancel := api.Stream(r.Context())
	defer cancel()
	out := newEvents(w)
	begin := m.now()
	var done *Complete
	err = m.slots.run(ctx, func() error {
		return out.send(eventLog, Note{Message: "Other searches are under way; this one begins after them."})
	}, func() error {
		return m.searcher.search(ctx, p, func(event string, body any) error {
			if c, end := body.(Complete); end {
				done = &c
				m.took.Observe(m.now().Sub(begin).Seconds())
			}
			return out.send(event, body)
		})
	})
	m.count(err, done)
	if err == nil || done != nil {
		return nil // what was asked for is told
	}
	return m.fail(r, out, err)
}

func readSearch(r *http.Request) (*plan, error) {
	if _, err := api.ParseQuery(r); err != nil {
		return nil, err
	}
	var request Request
	if err := api.ReadJSON(r, &request, maxRequest); err != nil {
		return nil, err
	}
	return request.understand()
}

// count counts a search by its end. Who leaves after that spares an explanation.
func (m *Module) count(err error, done *Complete) {
	end := "stopped"
	switch {
	case done != nil && done.Optimal:
		end = "proved"
	case done != nil:
	case errors.Is(err, context.Canceled) || errors.Is(err, errGone):
		end = "left"
	default:
		end = "failed"
	}
	m.searches.WithLabelValues(end).Inc()
}

// streamError is the body of the event error.
type streamError struct {
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
}

// fail ends a stream that has begun. Whoever left is told nothing.
func (m *Module) fail(r *http.Request, out *events, err error) error {
	if errors.Is(err, errGone) || r.Context().Err() != nil {
		return nil
	}
	f := fault.Of(err)
	if errors.Is(err, api.ErrStopping) {
		f = fault.Wrap(err, fault.Unavailable, "the server is stopping; try again in a moment")
	}
	if f.Code == fault.Internal {
		m.logger.ErrorContext(r.Context(), "a search for suits failed", "error", err, "request", api.RequestID(r.Context()))
	}
	_ = out.send(eventError, streamError{f.Code, f.Message}) // the last that can be done
	return nil
}

// errGone is the failure of a write to somebody who is not there any more.
var errGone = errors.New("the reader of the stream is gone")

// events are server-sent events on a response.
type events struct {
	w       http.ResponseWriter
	control *http.ResponseController
	begun   bool
}

func newEvents(w http.ResponseWriter) *events {
	return &events{w: w, control: http.NewResponseController(w)}
}

// send writes one event and sends it at once. The first begins the answer.
func (e *events) send(event string, body any) error {
	if !e.begun {
		e.begun = true
		h := e.w.Header()
		h.Set("Content-Type", "text/event-stream")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Accel-Buffering", "no") // a proxy must pass events on as they come
	}
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.w, "event: %s\ndata: %s\n\n", event, text); err != nil {
		return fmt.Errorf("%w: %w", errGone, err)
	}
	if err := e.control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("%w: %w", errGone, err)
	}
	return nil
}
