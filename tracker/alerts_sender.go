package tracker

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"overlord/store"
	"overlord/tracker/discord"
)

const (
	// staleAlert is when an alert is no news any more: what is older goes out
	// together, as one summary.
	staleAlert = 15 * time.Minute

	// lookEvery is how often the sender looks for rows by itself; the recorder
	// calls it when there are some.
	lookEvery = 15 * time.Second

	// When Discord or the database is away: again soon, then every minute.
	sendRetryFirst = time.Second
	sendRetryMost  = time.Minute

	// settleTime is what one look at the outbox's rows, or one change, may take.
	settleTime = 10 * time.Second
)

// OutboxAlert is a row of alert_outbox.
type OutboxAlert struct {
	ID            int64        `json:"id"`
	Cause         string       `json:"cause"`
	Kind          AlertKind    `json:"kind"`
	CharacterName *string      `json:"character_name"`
	Payload       AlertPayload `json:"payload"`
	CreatedAt     time.Time    `json:"created_at"` // when the cause was found
	State         AlertState   `json:"state"`
	Attempts      int          `json:"attempts"`
	SentAt        *time.Time   `json:"sent_at"`
}

// Character is the character's name, or a word for none.
func (a OutboxAlert) Character() string {
	if a.CharacterName == nil {
		return "somebody"
	}
	return *a.CharacterName
}

// alertOutbox keeps the rows. Each method is one transaction.
type alertOutbox interface {
	// Recover finds rows that were on their way when the server was killed: what
	// was sending is to be repeated, a repeat is given up.
	Recover(ctx context.Context) error
	// Due are the rows to be sent, waiting or repeat, oldest first.
	Due(ctx context.Context) ([]OutboxAlert, error)
	// Begin notes that a message with these rows goes out, before it does.
	Begin(ctx context.Context, ids []int64) error
	// Settle notes what became of it. Doing it again changes nothing.
	Settle(ctx context.Context, ids []int64, outcome sendOutcome, at time.Time) error
}

// sendOutcome is what became of a message.
type sendOutcome string

const (
	outcomeSent       sendOutcome = "sent"       // confirmed
	outcomeSummarised sendOutcome = "summarised" // confirmed, within a summary
	outcomeDryRun     sendOutcome = "dry_run"    // in the log only
	outcomeRefused    sendOutcome = "failed"     // Discord does not take it
	outcomeNotSent    sendOutcome = "not_sent"   // it is not in the channel: again
	outcomeUnsure     sendOutcome = "unsure"     // it may be in the channel: again, as a repeat
)

// alertPoster is Discord; discord.Webhook says what the errors mean.
type alertPoster interface {
	Wait(ctx context.Context) error
	Post(ctx context.Context, content string) error
}

// alertSender sends the outbox's rows, one after another and in their order. It
// writes down that a message goes out before it does, and that it is there
// afterwards: a kill in between leaves a row from which both can be told.
type alertSender struct {
	outbox  alertOutbox
	poster  alertPoster // nil: there is no webhook
	dryRun  bool        // log what would be sent
	text    alertText
	wake    <-chan struct{}
	now     func() time.Time
	logger  *slog.Logger
	metrics *alertMetrics
	told    func() // hears what became of alerts, and of the sender; nil: nobody
	status  atomic.Pointer[SenderStatus]
}

// newAlertSender is the sender for these settings. The webhook's address was
// checked with them.
func newAlertSender(s Settings, publicURL string, box alertOutbox, wake <-chan struct{}, now func() time.Time, logger *slog.Logger) (*alertSender, error) {
	sender := &alertSender{outbox: box, dryRun: s.DryRun, text: alertText{publicURL}, wake: wake, now: now, logger: logger.With("part", "alerts")}
	sender.metrics = newAlertMetrics(sender.Status)
	if s.DiscordAclogWebhook == "" {
		return sender, nil
	}
	webhook, err := discord.NewWebhook(s.DiscordAclogWebhook, nil)
	if err != nil {
		return nil, err
	}
	sender.poster = webhook
	return sender, nil
}

// SenderStatus says whether alerts are sent.
type SenderStatus struct {
	State   string `json:"state"`            // off, dry_run, on, retrying or gone
	Message string `json:"message,omitzero"` // why, and what to do
}

// The states of the sender.
const (
	senderOff      = "off"
	senderDryRun   = "dry_run"
	senderOn       = "on"
	senderRetrying = "retrying"
	senderGone     = "gone"
)

// Status says whether alerts are sent now.
func (s *alertSender) Status() SenderStatus {
	if now := s.status.Load(); now != nil {
		return *now
	}
	return s.usual()
}

// usual is the status while nothing is wrong.
func (s *alertSender) usual() SenderStatus {
	switch {
	case s.dryRun:
		return SenderStatus{State: senderDryRun, Message: "DRY_RUN is set: alerts go to the log"}
	case s.poster == nil:
		return SenderStatus{State: senderOff, Message: "DISCORD_ACLOG_WEBHOOK is not set"}
	}
	return SenderStatus{State: senderOn}
}

// run sends until ctx ends. Where the webhook is gone it stops and says so; what
// is found from then on waits for the next start.
func (s *alertSender) run(ctx context.Context) error {
	if s.poster == nil && !s.dryRun {
		<-ctx.Done()
		return nil
	}
	s.insist(ctx, "find alerts that were on their way", s.outbox.Recover)
	wait := sendRetryFirst
	for ctx.Err() == nil {
		err := s.round(ctx)
		var gone *discord.Gone
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &gone):
			s.status.Store(&SenderStatus{State: senderGone, Message: gone.Error()})
			s.tell()
			s.logger.Error("alerts are not sent any more", "error", gone)
			<-ctx.Done()
			return nil
		case err != nil:
			s.retrying(err)
			_ = store.Pause(ctx, max(wait, askedFor(err)))
			wait = min(2*wait, sendRetryMost)
		default:
			if s.status.Swap(nil) != nil {
				s.tell()
			}
			wait = sendRetryFirst
			s.idle(ctx)
		}
	}
	return nil
}

// askedFor is how long Discord asks to wait.
func askedFor(err error) time.Duration {
	var later *discord.Later
	if errors.As(err, &later) {
		return later.After
	}
	return 0
}

// retrying says once that something is wrong.
func (s *alertSender) retrying(err error) {
	if s.status.Swap(&SenderStatus{State: senderRetrying, Message: err.Error()}) == nil {
		s.logger.Warn("alerts wait to be sent", "error", err)
		s.tell()
	}
}

// tell says that something has changed.
func (s *alertSender) tell() {
	if s.told != nil {
		s.told()
	}
}

// idle waits for the recorder's call, or for a while.
func (s *alertSender) idle(ctx context.Context) {
	look := time.NewTimer(lookEvery)
	defer look.Stop()
	select {
	case <-ctx.Done():
	case <-s.wake:
	case <-look.C:
	}
}

// round sends everything that is due. It ends early with what keeps it from that.
func (s *alertSender) round(ctx context.Context) error {
	for {
		if s.poster != nil && !s.dryRun {
			if err := s.poster.Wait(ctx); err != nil {
				return err
			}
		}
		due, err := s.due(ctx)
		if err != nil || len(due) == 0 {
			return err
		}
		if err := s.sendNext(ctx, due); err != nil {
			return err
		}
	}
}

// due looks at the outbox, and gives up on a database that does not answer.
func (s *alertSender) due(ctx context.Context) ([]OutboxAlert, error) {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	return s.outbox.Due(ctx)
}

// begin notes that a message goes out, under the same patience.
func (s *alertSender) begin(ctx context.Context, ids []int64) error {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	return s.outbox.Begin(ctx, ids)
}

// sendNext sends one message: of everything that is stale, or of the oldest alert.
func (s *alertSender) sendNext(ctx context.Context, due []OutboxAlert) error {
	if stale := s.staleOf(due); len(stale) > 1 {
		return s.send(ctx, stale, s.text.summary(stale), outcomeSummarised)
	}
	return s.send(ctx, due[:1], s.text.one(due[0]), outcomeSent)
}

func (s *alertSender) staleOf(list []OutboxAlert) []OutboxAlert {
	var stale []OutboxAlert
	for _, a := range list {
		if s.now().Sub(a.CreatedAt) > staleAlert {
			stale = append(stale, a)
		}
	}
	return stale
}

// send sends one message and notes what became of it. A message that Discord
// refuses is no failure of the sender's.
func (s *alertSender) send(ctx context.Context, rows []OutboxAlert, content string, done sendOutcome) error {
	ids := make([]int64, len(rows))
	for i, a := range rows {
		ids[i] = a.ID
	}
	if s.dryRun {
		s.logger.Info("an alert would be sent (DRY_RUN)", "content", content)
		return s.settle(ctx, ids, outcomeDryRun)
	}
	if err := s.begin(ctx, ids); err != nil {
		// The commit may have gone through: nothing was posted, say so.
		return errors.Join(err, s.settle(ctx, ids, outcomeNotSent))
	}
	// A stop lets a message that goes out come to its end.
	err := s.poster.Post(context.WithoutCancel(ctx), content)
	outcome := outcomeOf(err, done)
	if err := s.settle(ctx, ids, outcome); err != nil {
		return err
	}
	if outcome == outcomeRefused {
		s.logger.Error("an alert was refused and is given up", "error", err, "cause", rows[0].Cause)
		return nil
	}
	return err
}

func outcomeOf(err error, done sendOutcome) sendOutcome {
	var refused *discord.Refused
	var unsure *discord.Unsure
	switch {
	case err == nil:
		return done
	case errors.As(err, &refused):
		return outcomeRefused
	case errors.As(err, &unsure):
		return outcomeUnsure
	}
	return outcomeNotSent
}

// settle notes what became of a message; it must be noted before the next one
// goes out, or that one would be sent again. At a stop there is one try: if it
// fails the row is found half sent at the next start.
func (s *alertSender) settle(ctx context.Context, ids []int64, outcome sendOutcome) error {
	at := s.now()
	err := s.insist(ctx, "note what became of an alert", func(ctx context.Context) error {
		return s.outbox.Settle(ctx, ids, outcome, at)
	})
	if err == nil {
		s.metrics.settled(outcome, len(ids))
		s.tell()
	}
	return err
}

// insist does something with the database until it succeeds or ctx ends.
func (s *alertSender) insist(ctx context.Context, what string, do func(context.Context) error) error {
	wait := sendRetryFirst
	for {
		once, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
		err := do(once)
		cancel()
		if err == nil {
			return nil
		}
		s.retrying(err)
		if store.Pause(ctx, wait) != nil {
			s.logger.Warn("a step of the alerts is left for the next start", "step", what, "error", err)
			return err
		}
		wait = min(2*wait, sendRetryMost)
	}
}
