package auth

import (
	"net/netip"
	"time"

	"overlord/store/fault"
)

// guessRate is how often an address may come with a wrong secret of plugins: a
// machine whose plugins were set up wrongly tries with every game client, again
// and again.
var guessRate = Rate{Burst: 60, Every: 2 * time.Second}

// knownFor is how long an address that came with a right secret is let in
// whatever else comes from it: one wrongly set up machine must not lock out the
// others behind the same router.
const knownFor = 24 * time.Hour

// guesses holds back addresses that guess plugins' secrets: beyond the rate a
// secret is not even looked at.
type guesses struct {
	wrongs *throttle
	rights *throttle // used as a bounded memory of times
}

func newGuesses() guesses {
	return guesses{newThrottle(guessRate), newThrottle(Rate{Burst: 1, Every: knownFor})}
}

// held is how long an address must wait, or 0.
func (g guesses) held(from netip.Addr, now time.Time) time.Duration {
	key := network(from)
	if g.rights.wait(key, now) > 0 {
		return 0
	}
	return g.wrongs.wait(key, now)
}

// right notes that an address came with a right secret.
func (g guesses) right(from netip.Addr, now time.Time) { g.rights.take(network(from), now) }

// wrong notes that an address came with a wrong one.
func (g guesses) wrong(from netip.Addr, now time.Time) { g.wrongs.take(network(from), now) }

func tooManyGuesses(wait time.Duration) error {
	wait = wait.Truncate(time.Second) + time.Second
	return fault.New(fault.Throttled, "too many wrong secrets came from this address; try again in %s", wait).WithRetryAfter(wait)
}
