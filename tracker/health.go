package tracker

import "sync/atomic"

// health is whether the database does its part now; the zero value is well. It may
// be asked and told concurrently.
type health struct{ wrong atomic.Pointer[error] }

// setHealth notes what is wrong; nil: nothing is.
func (h *health) setHealth(err error) {
	if err == nil {
		h.wrong.Store(nil)
		return
	}
	h.wrong.Store(&err)
}

// healthy is nil while all is well.
func (h *health) healthy() error {
	if err := h.wrong.Load(); err != nil {
		return *err
	}
	return nil
}
