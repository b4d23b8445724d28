package eventlog

import "time"

// clockStep is how far a time may lie behind the one before it and still be
// taken as the same moment. A clock that goes back further was set anew, and is
// followed.
const clockStep = time.Second

// stamp gives out times of receipt: whole microseconds, strictly rising, unless
// the clock goes back by more than clockStep.
type stamp struct {
	now  func() time.Time
	last int64 // microseconds since 1970; 0: none yet
}

// next is the time for the next record. A record that was stamped on its way
// keeps its time where the order allows; one without gets the clock's.
func (s *stamp) next(wish time.Time) time.Time {
	now := s.now().UnixMicro()
	t := now
	if !wish.IsZero() {
		t = min(wish.UnixMicro(), now)
	}
	if t <= s.last && now >= s.last-clockStep.Microseconds() {
		t = s.last + 1
	}
	s.last = t
	return time.UnixMicro(t).UTC()
}
