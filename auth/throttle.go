package auth

import (
	"net/netip"
	"sync"
	"time"

	"overlord/store/fault"
)

// Rate is how often something may be tried: Burst times at once, then once each
// Every.
type Rate struct {
	Burst int           // at least 1
	Every time.Duration // above 0
}

// The attempts to sign in that are let through. An address may stand for a whole
// household; a name is one person's, who mistypes now and then. At this rate
// guessing reaches 2,900 passwords a day for a name.
var (
	defaultAddressRate = Rate{Burst: 20, Every: 6 * time.Second}
	defaultAccountRate = Rate{Burst: 10, Every: 30 * time.Second}
)

// maxThrottled is how many addresses, and how many names, are remembered: a few
// megabytes at most, whoever tries.
const maxThrottled = 10_000

// throttle counts attempts by key. It keeps one time for each key: when the key
// will have all its attempts back.
type throttle struct {
	rate Rate
	mu   sync.Mutex
	full map[string]time.Time
}

func newThrottle(rate Rate) *throttle {
	return &throttle{rate: rate, full: make(map[string]time.Time)}
}

// take counts an attempt, or says how long to wait until there is one again.
func (t *throttle) take(key string, now time.Time) (wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	full := t.full[key]
	if full.Before(now) {
		full = now
	}
	full = full.Add(t.rate.Every)
	if over := full.Sub(now) - time.Duration(t.rate.Burst)*t.rate.Every; over > 0 {
		return over
	}
	if _, known := t.full[key]; !known && len(t.full) >= maxThrottled {
		t.makeRoom()
	}
	t.full[key] = full
	return 0
}

// wait is how long to wait until there is an attempt again. It counts none.
func (t *throttle) wait(key string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	full := t.full[key]
	if full.Before(now) {
		full = now
	}
	return max(0, full.Add(t.rate.Every).Sub(now)-time.Duration(t.rate.Burst)*t.rate.Every)
}

// giveBack takes an attempt back: it turned out to be no guess.
func (t *throttle) giveBack(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if full, known := t.full[key]; known {
		t.full[key] = full.Add(-t.rate.Every)
	}
}

// makeRoom looks at a few keys, in the map's random order, and forgets the one
// that is nearest to having all its attempts back: hardly ever one that is held
// back.
func (t *throttle) makeRoom() {
	const few = 64
	var nearest string
	looked := 0
	for key, full := range t.full {
		if nearest == "" || full.Before(t.full[nearest]) {
			nearest = key
		}
		if looked++; looked == few {
			break
		}
	}
	delete(t.full, nearest)
}

// loginThrottle counts attempts to sign in, by address and by name.
type loginThrottle struct {
	addresses, accounts *throttle
}

// take counts an attempt, or refuses it with fault.Throttled. refund takes it
// back.
func (l loginThrottle) take(from netip.Addr, account string, now time.Time) (refund func(), err error) {
	address := network(from)
	if wait := l.addresses.take(address, now); wait > 0 {
		return nil, tooManyLogins(wait)
	}
	account = account[:min(len(account), 4*maxUsername)]
	if wait := l.accounts.take(account, now); wait > 0 {
		return nil, tooManyLogins(wait)
	}
	return func() {
		l.addresses.giveBack(address)
		l.accounts.giveBack(account)
	}, nil
}

func tooManyLogins(wait time.Duration) error {
	wait = wait.Truncate(time.Second) + time.Second
	return fault.New(fault.Throttled, "too many attempts to sign in; try again in %s", wait).WithRetryAfter(wait)
}

// network is what counts as one address: of IPv6 the /64, which one subscriber has
// to himself.
func network(addr netip.Addr) string {
	const subscriber = 64
	if addr = addr.Unmap().WithZone(""); addr.Is6() {
		if p, err := addr.Prefix(subscriber); err == nil {
			return p.String()
		}
	}
	return addr.String()
}
