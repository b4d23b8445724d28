package tracker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"overlord/store"
	"overlord/tracker/discord"
)

// memoryOutbox is an outbox in memory; fail may break any of its steps, before
// or (inDoubt) after it has taken effect.
type memoryOutbox struct {
	mu   sync.Mutex
	rows []OutboxAlert
	fail func(step string) (err error, inDoubt bool)
}

func (m *memoryOutbox) step(name string, do func()) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var err error
	inDoubt := true
	if m.fail != nil {
		err, inDoubt = m.fail(name)
	}
	if err == nil || inDoubt {
		do()
	}
	return err
}

func (m *memoryOutbox) change(ids []int64, to map[AlertState]AlertState) {
	for i := range m.rows {
		if next, ok := to[m.rows[i].State]; ok && (ids == nil || slices.Contains(ids, m.rows[i].ID)) {
			m.rows[i].State = next
		}
	}
}

func (m *memoryOutbox) Recover(context.Context) error {
	return m.step("recover", func() {
		m.change(nil, map[AlertState]AlertState{AlertSending: AlertRepeat, AlertRepeating: AlertUnsure})
	})
}

func (m *memoryOutbox) Due(context.Context) (due []OutboxAlert, err error) {
	return due, m.step("due", func() {
		for _, a := range m.rows {
			if a.State == AlertWaiting || a.State == AlertRepeat {
				due = append(due, a)
			}
		}
	})
}

func (m *memoryOutbox) Begin(_ context.Context, ids []int64) error {
	return m.step("begin", func() {
		m.change(ids, map[AlertState]AlertState{AlertWaiting: AlertSending, AlertRepeat: AlertRepeating})
	})
}

func (m *memoryOutbox) Settle(_ context.Context, ids []int64, outcome sendOutcome, _ time.Time) error {
	return m.step("settle", func() {
		under := map[sendOutcome][2]AlertState{
			outcomeNotSent: {AlertWaiting, AlertRepeat}, outcomeUnsure: {AlertRepeat, AlertRepeat}, outcomeRefused: {AlertFailed, AlertFailed},
		}
		if to, ok := under[outcome]; ok {
			m.change(ids, map[AlertState]AlertState{AlertSending: to[0], AlertRepeating: to[1]})
			return
		}
		done := AlertState(outcome)
		m.change(ids, map[AlertState]AlertState{AlertWaiting: done, AlertRepeat: done, AlertSending: done, AlertRepeating: done})
	})
}

// channel is Discord in memory: what is in the channel, and what it answers.
type channel struct {
	posts  []string
	at     []time.Time
	answer func(n int) error // of the nth post, from 1; nil: it is taken
	limit  time.Duration     // between two posts
}

func (c *channel) Wait(ctx context.Context) error {
	if len(c.at) == 0 {
		return ctx.Err()
	}
	return store.Pause(ctx, time.Until(c.at[len(c.at)-1].Add(c.limit)))
}

func (c *channel) Post(_ context.Context, content string) error {
	c.posts, c.at = append(c.posts, content), append(c.at, time.Now())
	if c.answer == nil {
		return nil
	}
	return c.answer(len(c.posts))
}

func testSender(box alertOutbox, c alertPoster) *alertSender {
	s := &alertSender{outbox: box, poster: c, wake: make(chan struct{}), now: time.Now, logger: quiet()}
	s.metrics = newAlertMetrics(s.Status)
	return s
}

// outboxOf has rows of idle alerts, so old each, in the order of their ages.
func outboxOf(now time.Time, ages ...time.Duration) *memoryOutbox {
	m := &memoryOutbox{}
	for i, age := range ages {
		name, at := fmt.Sprintf("N%d", i+1), now.Add(-age)
		m.rows = append(m.rows, OutboxAlert{
			ID: int64(i + 1), Kind: KindIdle, CharacterName: &name, CreatedAt: at, State: AlertWaiting,
			Payload: AlertPayload{At: at, Since: &at},
		})
	}
	return m
}

func (m *memoryOutbox) states() string {
	var out []string
	for _, a := range m.rows {
		out = append(out, string(a.State))
	}
	return strings.Join(out, " ")
}

// inBubble runs the sender for so long on a clock of the test's own.
func inBubble(t *testing.T, d time.Duration, test func(t *testing.T, run func(*alertSender))) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		test(t, func(s *alertSender) {
			ctx, cancel := context.WithTimeout(t.Context(), d)
			defer cancel()
			if err := s.run(ctx); err != nil {
				t.Errorf("the sender ended with %v", err)
			}
		})
	})
}

func TestAlertsAreSentOnceAndInOrder(t *testing.T) {
	inBubble(t, time.Hour, func(t *testing.T, run func(*alertSender)) {
		box, c := outboxOf(time.Now(), time.Minute, time.Second, 0), &channel{}
		run(testSender(box, c))
		if len(c.posts) != 3 || !strings.Contains(c.posts[0], "N1") || !strings.Contains(c.posts[2], "N3") {
			t.Errorf("posts %q", c.posts)
		}
		if got := box.states(); got != "sent sent sent" {
			t.Error(got)
		}
	})
}

func TestARowFoundHalfSentIsSentOnceMore(t *testing.T) {
	inBubble(t, time.Hour, func(t *testing.T, run func(*alertSender)) {
		box, c := outboxOf(time.Now(), time.Minute, time.Minute, time.Minute, time.Minute), &channel{}
		box.rows[0].State, box.rows[1].State, box.rows[2].State = AlertSending, AlertRepeating, AlertSent
		run(testSender(box, c))
		if got := box.states(); got != "sent unsure sent sent" {
			t.Error(got)
		}
		if len(c.posts) != 2 || !strings.HasPrefix(c.posts[0], repeatMark) || strings.HasPrefix(c.posts[1], repeatMark) {
			t.Errorf("posts %q", c.posts)
		}
	})
}

func TestWhatIsOldGoesOutAsOneSummary(t *testing.T) {
	inBubble(t, time.Hour, func(t *testing.T, run func(*alertSender)) {
		box, c := outboxOf(time.Now(), 5*time.Hour, 16*time.Minute, 14*time.Minute, 0), &channel{}
		box.rows[1].State = AlertSending
		run(testSender(box, c))
		if got := box.states(); got != "summarised summarised sent sent" {
			t.Error(got)
		}
		if len(c.posts) != 3 || !strings.HasPrefix(c.posts[0], repeatMark+"📋 2 alerts") {
			t.Errorf("posts %q: a summary with a repeat in it is one", c.posts)
		}
	})
}

func TestASingleOldAlertIsNoSummary(t *testing.T) {
	inBubble(t, time.Hour, func(t *testing.T, run func(*alertSender)) {
		box, c := outboxOf(time.Now(), 5*time.Hour, 0), &channel{}
		run(testSender(box, c))
		if got := box.states(); got != "sent sent" || !strings.Contains(c.posts[0], "idle since") {
			t.Errorf("%s %q", got, c.posts)
		}
	})
}

func TestAlertsThatGrowOldWhileDiscordIsAwayBecomeASummary(t *testing.T) {
	inBubble(t, time.Hour, func(t *testing.T, run func(*alertSender)) {
		began := time.Now()
		box, c := outboxOf(began, 2*time.Second, time.Second, 0), &channel{}
		c.answer = func(int) error {
			if time.Since(began) < 20*time.Minute {
				return &discord.Later{Reason: "Discord answers 503"}
			}
			return nil
		}
		run(testSender(box, c))
		if got := box.states(); got != "summarised summarised summarised" {
			t.Error(got)
		}
		if n := len(c.posts); n > 30 {
			t.Errorf("%d tries in 20 minutes", n)
		}
		if last := c.at[len(c.at)-1].Sub(began); last > 22*time.Minute {
			t.Errorf("Discord was back after 20 minutes, the summary came after %s", last)
		}
	})
}

func TestAlertsThatGrowOldUnderARateLimitBecomeASummary(t *testing.T) {
	inBubble(t, time.Hour, func(t *testing.T, run func(*alertSender)) {
		box, c := outboxOf(time.Now(), 0, 0, 0, 0), &channel{limit: 10 * time.Minute}
		run(testSender(box, c))
		if got := box.states(); got != "sent sent summarised summarised" || len(c.posts) != 3 {
			t.Errorf("%s, %q", got, c.posts)
		}
	})
}

func TestDiscordsWaitIsObeyed(t *testing.T) {
	inBubble(t, time.Hour, func(t *testing.T, run func(*alertSender)) {
		box, c := outboxOf(time.Now(), 0), &channel{}
		c.answer = func(n int) error {
			if n == 1 {
				return &discord.Later{After: 95 * time.Second}
			}
			return nil
		}
		s := testSender(box, c)
		run(s)
		if len(c.at) != 2 || c.at[1].Sub(c.at[0]) != 95*time.Second || box.states() != "sent" || strings.HasPrefix(c.posts[1], repeatMark) {
			t.Errorf("%v %q %s", c.at, c.posts, box.states())
		}
		if got := s.Status().State; got != senderOn {
			t.Errorf("afterwards it is %s", got)
		}
	})
}

func TestWithoutAnAnswerTheNextTryIsARepeat(t *testing.T) {
	inBubble(t, time.Hour, func(t *testing.T, run func(*alertSender)) {
		box, c := outboxOf(time.Now(), 0, 0), &channel{}
		c.answer = func(n int) error {
			switch n {
			case 1:
				return &discord.Unsure{Err: errors.New("connection reset")}
			case 2:
				return &discord.Later{Reason: "Discord answers 500"}
			}
			return nil
		}
		run(testSender(box, c))
		if len(c.posts) != 4 || !strings.HasPrefix(c.posts[1], repeatMark) || !strings.HasPrefix(c.posts[2], repeatMark) || strings.HasPrefix(c.posts[3], repeatMark) {
			t.Errorf("posts %q", c.posts)
		}
		if got := box.states(); got != "sent sent" {
			t.Error(got)
		}
	})
}

func TestAGoneWebhookStopsTheSender(t *testing.T) {
	inBubble(t, time.Hour, func(t *testing.T, run func(*alertSender)) {
		box, c := outboxOf(time.Now(), 0, 0), &channel{answer: func(int) error { return &discord.Gone{Status: 404} }}
		s := testSender(box, c)
		run(s)
		if len(c.posts) != 1 || box.states() != "waiting waiting" {
			t.Errorf("%d posts, %s", len(c.posts), box.states())
		}
		if got := s.Status(); got.State != senderGone || !strings.Contains(got.Message, "DISCORD_ACLOG_WEBHOOK") {
			t.Errorf("%+v", got)
		}
		c.answer = nil // the setting is mended, the server started again
		run(testSender(box, c))
		if got := box.states(); got != "summarised summarised" {
			t.Errorf("an hour later: %s", got)
		}
	})
}

func TestARefusedMessageDoesNotHoldUpTheOthers(t *testing.T) {
	inBubble(t, time.Minute, func(t *testing.T, run func(*alertSender)) {
		box, c := outboxOf(time.Now(), 0, 0), &channel{}
		c.answer = func(n int) error {
			if n == 1 {
				return &discord.Refused{Status: 400}
			}
			return nil
		}
		run(testSender(box, c))
		if got := box.states(); got != "failed sent" {
			t.Error(got)
		}
	})
}

func TestADryRunSendsNothing(t *testing.T) {
	inBubble(t, time.Minute, func(t *testing.T, run func(*alertSender)) {
		box, c := outboxOf(time.Now(), 0, 0), &channel{}
		s := testSender(box, c)
		var log strings.Builder
		s.dryRun, s.logger = true, slog.New(slog.NewTextHandler(&log, nil))
		run(s)
		if len(c.posts) != 0 || box.states() != "dry_run dry_run" {
			t.Errorf("%q %s", c.posts, box.states())
		}
		if !strings.Contains(log.String(), "N1") || !strings.Contains(log.String(), "DRY_RUN") {
			t.Errorf("the log says %s", log.String())
		}
	})
}

func TestWithoutAWebhookTheSenderDoesNothing(t *testing.T) {
	inBubble(t, time.Minute, func(t *testing.T, run func(*alertSender)) {
		box := outboxOf(time.Now(), 0)
		s := testSender(box, nil)
		s.poster = nil
		run(s)
		if box.states() != "waiting" || s.Status().State != senderOff {
			t.Errorf("%s %+v", box.states(), s.Status())
		}
	})
}

func TestTheRecordersCallIsHeardAtOnce(t *testing.T) {
	inBubble(t, 10*time.Second, func(t *testing.T, run func(*alertSender)) {
		box, c := &memoryOutbox{}, &channel{}
		wake := make(chan struct{}, 1)
		s := testSender(box, c)
		s.wake = wake
		began := time.Now()
		time.AfterFunc(3*time.Second, func() {
			_ = box.step("", func() { box.rows = outboxOf(time.Now(), 0).rows })
			wake <- struct{}{}
		})
		run(s)
		if len(c.at) != 1 || c.at[0].Sub(began) != 3*time.Second {
			t.Errorf("sent at %v", c.at)
		}
	})
}

// Whatever the database does, without a kill each alert is posted exactly once.
func TestADatabaseThatFailsDoublesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		// As many in a row end, with a minute between two, before alerts are too old.
		fails := rapid.SliceOfN(rapid.IntRange(0, 3), 0, 12).Draw(r, "fails")
		synctest.Test(t, func(t *testing.T) {
			box, c := outboxOf(time.Now(), 0, 0, 0), &channel{}
			box.fail = func(string) (error, bool) {
				if len(fails) == 0 {
					return nil, false
				}
				how := fails[0]
				fails = fails[1:]
				if how < 2 {
					return nil, false
				}
				return errors.New("the database is away"), how == 3
			}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
			defer cancel()
			if err := testSender(box, c).run(ctx); err != nil {
				t.Error(err)
			}
			if len(c.posts) != 3 || box.states() != "sent sent sent" {
				t.Errorf("%d posts, %s", len(c.posts), box.states())
			}
		})
	})
}

// Wherever the server is killed, each alert is posted at least once or given up
// as unsure after two tries, at most once without the mark, and twice at most.
func TestKillsInEveryState(t *testing.T) {
	for step := range 12 {
		for second := range 12 {
			box, c := outboxOf(time.Now(), 0, 0), &channel{}
			for _, after := range []int{step, second, 1000} {
				killAfter(t, box, c, after)
			}
			plain, marked := map[string]int{}, map[string]int{}
			for _, p := range c.posts {
				name := p[strings.Index(p, "**")+2:][:2]
				if strings.HasPrefix(p, repeatMark) {
					marked[name]++
				} else {
					plain[name]++
				}
			}
			for _, a := range box.rows {
				name := a.Character()
				if plain[name] > 1 || marked[name] > 1 {
					t.Errorf("killed after %d and %d steps: %q", step, second, c.posts)
				}
				if a.State != AlertSent && a.State != AlertUnsure || plain[name]+marked[name] == 0 && a.State == AlertSent {
					t.Errorf("killed after %d and %d steps: %s, posts %q", step, second, a.State, c.posts)
				}
			}
		}
	}
}

// killAfter runs a sender and kills the server after so many steps: from then on
// nothing reaches outbox or channel.
func killAfter(t *testing.T, box *memoryOutbox, c *channel, steps int) {
	synctest.Test(t, func(t *testing.T) {
		ctx, kill := context.WithTimeout(t.Context(), time.Minute)
		defer kill()
		alive := func() bool {
			if steps--; steps < 0 {
				kill()
				return false
			}
			return true
		}
		box.fail = func(string) (error, bool) {
			if !alive() {
				return context.Canceled, false
			}
			return nil, false
		}
		mortal := mortalChannel{c, alive}
		s := testSender(box, mortal)
		if err := s.run(ctx); err != nil {
			t.Error(err)
		}
	})
	box.fail = nil
}

type mortalChannel struct {
	*channel
	alive func() bool
}

func (m mortalChannel) Post(ctx context.Context, content string) error {
	if !m.alive() {
		return &discord.Later{}
	}
	err := m.channel.Post(ctx, content)
	if !m.alive() { // posted, and killed before the answer
		return &discord.Unsure{Err: context.Canceled}
	}
	return err
}
