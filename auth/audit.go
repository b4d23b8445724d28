package auth

import (
	"context"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// What the audit tells of.
const (
	ActionLogin             = "login"
	ActionLogout            = "logout"
	ActionDenied            = "denied" // somebody who is known lacked a permission
	ActionSessionEnded      = "session_ended"
	ActionSessionsEnded     = "sessions_ended"
	ActionPasswordChanged   = "password_changed"
	ActionUserAdded         = "user_added"
	ActionUserChanged       = "user_changed"
	ActionUserDeleted       = "user_deleted"
	ActionInvitationMade    = "invitation_made"
	ActionInvitationUsed    = "invitation_used"
	ActionInvitationRevoked = "invitation_revoked"
	ActionTokenMade         = "token_made"
	ActionTokenRevoked      = "token_revoked"
	ActionPluginSecretMade  = "plugin_secret_made"
	ActionPluginSecretEnded = "plugin_secret_revoked"
	ActionPluginRefused     = "plugin_refused"
	ActionSecondFactorOn    = "second_factor_on"
	ActionSecondFactorOff   = "second_factor_off"
	ActionRecoveryCodeUsed  = "recovery_code_used"
	ActionCommand           = "command" // to a plugin
	ActionExport            = "export"
)

// viaConsole is how somebody proved himself who may run commands on the server.
const viaConsole = "console"

const (
	// auditEvery is how far the table may be behind: a crash loses no more than that,
	// and the log has it.
	auditEvery = 500 * time.Millisecond

	// auditFinish is how long a stop waits for the table.
	auditFinish = 3 * time.Second

	// maxAuditText is how much of a target or a detail is kept, in bytes.
	maxAuditText = 300

	// maxAuditWaiting entries are kept while the database is away: some 5 MB.
	maxAuditWaiting = 10_000

	// auditBatch is how many are stored at once.
	auditBatch = 500

	// How long entries are kept, and how many at most, whoever makes noise: a year
	// and a month, and some 100 MB.
	auditKept       = 400 * 24 * time.Hour
	auditMost int64 = 500_000

	// purgeAuditEvery is how often the older ones are looked for.
	purgeAuditEvery = time.Hour
)

// noiseRate is how often the audit tells of what a caller may repeat at will, such
// as knocking at doors: the log of requests has the rest.
var noiseRate = Rate{Burst: 3, Every: time.Minute}

// Entry is one line of the audit. It never holds a secret, nor what a stranger
// typed as his name, which may be a password in the wrong field.
type Entry struct {
	ID        int64      `json:"id"`
	Timestamp time.Time  `json:"timestamp"`
	Action    string     `json:"action"`   // one of the Action… names
	Username  string     `json:"username"` // who; "" for a stranger
	Via       string     `json:"via"`      // how that was proved; console for a command on the server itself
	Address   netip.Addr `json:"address,omitzero"`
	Target    string     `json:"target"` // on whom, or on what
	OK        bool       `json:"ok"`
	Detail    string     `json:"detail"`
}

// auditRows is where the audit is stored: database, or a fake.
type auditRows interface {
	insertAudit(ctx context.Context, entries []Entry) error
	// purgeAudit deletes what is older than before, and all but the newest most.
	purgeAudit(ctx context.Context, before time.Time, most int64) error
}

// audit keeps what happened until it is stored. Each entry is also a line of the
// log at once, so that nothing is lost with the database.
type audit struct {
	rows   auditRows // nil: the log is all there is
	logger *slog.Logger
	now    func() time.Time

	storing sync.Mutex // one batch after the other
	mu      sync.Mutex
	waiting []Entry
	dropped int // entries that did not fit while the database was away; the log has them
}

// record takes an entry. It never waits for the database.
func (a *audit) record(e Entry) {
	e = a.complete(e)
	a.tell(e)
	if a.rows == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.waiting) >= maxAuditWaiting {
		a.dropped++
		return
	}
	a.waiting = append(a.waiting, e)
}

// complete fills in the time, and cuts texts to what is worth keeping.
func (a *audit) complete(e Entry) Entry {
	if e.Timestamp.IsZero() {
		e.Timestamp = a.now().UTC()
	}
	e.Target, e.Detail = auditText(e.Target), auditText(e.Detail)
	return e
}

// auditText is a text as the table and the log can keep it: short, valid, without
// U+0000.
func auditText(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text[:min(len(text), maxAuditText)], ""), "\x00", "")
	return text
}

// tell writes an entry to the log.
func (a *audit) tell(e Entry) {
	a.logger.Info("audit", "action", e.Action, "username", e.Username, "via", e.Via, "address", e.Address, "target", e.Target, "ok", e.OK, "detail", e.Detail)
}

// flush stores what waits. What cannot be stored now waits on.
func (a *audit) flush(ctx context.Context) error {
	if a.rows == nil {
		return nil
	}
	a.storing.Lock()
	defer a.storing.Unlock()
	for {
		a.mu.Lock()
		batch := a.waiting[:min(len(a.waiting), auditBatch)]
		a.mu.Unlock()
		if len(batch) == 0 {
			return nil
		}
		if err := a.rows.insertAudit(ctx, batch); err != nil {
			return err
		}
		a.mu.Lock()
		a.waiting = a.waiting[len(batch):]
		dropped := a.dropped
		a.dropped = 0
		a.mu.Unlock()
		if dropped > 0 {
			a.logger.Warn("entries of the audit are in the log only: too many came while the database was away", "entries", dropped)
		}
	}
}

// run stores what is recorded until ctx ends, and then what is left.
func (a *audit) run(ctx context.Context) {
	if a == nil || a.rows == nil {
		<-ctx.Done()
		return
	}
	var purged time.Time
	every(ctx, auditEvery, func() {
		err := a.flush(ctx)
		if now := a.now(); err == nil && now.Sub(purged) >= purgeAuditEvery {
			purged = now
			err = a.rows.purgeAudit(ctx, now.Add(-auditKept), auditMost)
		}
		if err != nil && ctx.Err() == nil {
			a.logger.Debug("the audit waits to be stored", "error", err)
		}
	})
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), auditFinish)
	defer cancel()
	if err := a.flush(last); err != nil {
		a.logger.Warn("the last entries of the audit are in the log only", "error", err)
	}
}
