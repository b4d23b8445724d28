package auth

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/store/fault"
)

var noon = time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)

func TestThrottleLetsABurstThroughAndThenOneEach(t *testing.T) {
	t.Parallel()
	th := newThrottle(Rate{Burst: 3, Every: 10 * time.Second})
	for i := range 3 {
		if wait := th.take("a", noon); wait != 0 {
			t.Fatalf("attempt %d waits %s", i, wait)
		}
	}
	if wait := th.take("a", noon); wait != 10*time.Second {
		t.Errorf("the fourth waits %s, want 10s", wait)
	}
	if wait := th.take("b", noon); wait != 0 {
		t.Errorf("another key waits %s", wait)
	}
	if wait := th.take("a", noon.Add(9*time.Second)); wait != time.Second {
		t.Errorf("after 9 s it waits %s, want 1s", wait)
	}
	if wait := th.take("a", noon.Add(10*time.Second)); wait != 0 {
		t.Errorf("after 10 s it waits %s", wait)
	}
	if wait := th.take("a", noon.Add(10*time.Second)); wait == 0 {
		t.Error("two pass where one was due")
	}
}

func TestThrottleGivesBack(t *testing.T) {
	t.Parallel()
	th := newThrottle(Rate{Burst: 1, Every: time.Minute})
	for range 100 {
		if wait := th.take("a", noon); wait != 0 {
			t.Fatalf("an attempt that was given back still counts: wait %s", wait)
		}
		th.giveBack("a")
	}
	th.giveBack("a") // more than was taken
	th.take("a", noon)
	if th.take("a", noon) == 0 {
		t.Error("giving back too much bought an attempt")
	}
}

// However attempts are spread over time, no more get through in any stretch of
// time than the burst and one for each interval; and one that waits as long as it
// was told gets through.
func TestThrottleNeverLetsMoreThrough(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := Rate{Burst: rapid.IntRange(1, 5).Draw(t, "burst"), Every: time.Duration(rapid.IntRange(1, 20).Draw(t, "every")) * time.Second}
		th := newThrottle(rate)
		now, passed := noon, []time.Time(nil)
		for range rapid.IntRange(1, 60).Draw(t, "attempts") {
			now = now.Add(time.Duration(rapid.IntRange(0, 15_000).Draw(t, "pause")) * time.Millisecond)
			wait := th.take("k", now)
			if wait == 0 {
				passed = append(passed, now)
				continue
			}
			if wait > rate.Every {
				t.Fatalf("one waits %s at a rate of one each %s", wait, rate.Every)
			}
			if rapid.Bool().Draw(t, "patient") {
				now = now.Add(wait)
				if th.take("k", now) != 0 {
					t.Fatal("one who waited as long as told is refused again")
				}
				passed = append(passed, now)
			}
		}
		for i := range passed {
			for j := i; j < len(passed); j++ {
				if allowed := rate.Burst + int(passed[j].Sub(passed[i])/rate.Every); j-i+1 > allowed {
					t.Fatalf("%d attempts passed in %s, allowed %d", j-i+1, passed[j].Sub(passed[i]), allowed)
				}
			}
		}
	})
}

// Whoever tries with ever new names does not fill the memory, and does not make
// those forgotten who are being held back.
func TestThrottleMemoryIsBounded(t *testing.T) {
	t.Parallel()
	th := newThrottle(Rate{Burst: 2, Every: time.Hour})
	th.take("victim", noon)
	th.take("victim", noon)
	for i := range 2 * maxThrottled {
		th.take(fmt.Sprint("name", i), noon.Add(time.Duration(i)*time.Millisecond))
		if len(th.full) > maxThrottled {
			t.Fatalf("%d keys are remembered", len(th.full))
		}
	}
	if th.take("victim", noon.Add(time.Minute)) == 0 {
		t.Error("a flood of names freed one that was held back")
	}
}

func TestLoginThrottleCountsAddressAndName(t *testing.T) {
	t.Parallel()
	one := Rate{Burst: 1, Every: time.Minute}
	fresh := func() loginThrottle { return loginThrottle{newThrottle(one), newThrottle(one)} }
	take := func(l loginThrottle, address, name string) error {
		_, err := l.take(netip.MustParseAddr(address), name, noon)
		return err
	}
	cases := []struct {
		name             string
		address, account string
		refused          bool
	}{
		{"the same address, another name", "192.0.2.1", "b", true},
		{"another address, the same name", "192.0.2.2", "a", true},
		{"another address, another name", "192.0.2.2", "b", false},
		{"the same address, IPv4-mapped", "::ffff:192.0.2.1", "b", true},
	}
	for _, c := range cases {
		l := fresh()
		if err := take(l, "192.0.2.1", "a"); err != nil {
			t.Fatal(err)
		}
		err := take(l, c.address, c.account)
		if (err != nil) != c.refused {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil && (fault.CodeOf(err) != fault.Throttled || fault.Of(err).RetryAfter < time.Minute) {
			t.Errorf("%s: %v, retry after %s", c.name, err, fault.Of(err).RetryAfter)
		}
	}
	l := fresh()
	_ = take(l, "2001:db8:1:2::1", "a")
	if take(l, "2001:db8:1:2:ffff::9", "b") == nil {
		t.Error("a subscriber's IPv6 network counts as many addresses")
	}
	if take(l, "2001:db8:1:3::1", "c") != nil {
		t.Error("the neighbour's IPv6 network is held back too")
	}
	if _, err := l.take(netip.Addr{}, strings.Repeat("long", 10_000), noon); err != nil {
		t.Errorf("a request without an address: %v", err)
	}
	for name := range l.accounts.full {
		if len(name) > 300 {
			t.Errorf("a name of %d bytes is remembered", len(name))
		}
	}
}
