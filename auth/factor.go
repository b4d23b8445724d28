package auth

import (
	"context"
	"errors"
	"net/netip"
	"strconv"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"overlord/store/fault"
)

// issuer is what apps show beside the user's name.
const issuer = "Mosswart Overlord"

// pendingFor is how long a new second factor waits for its first code.
const pendingFor = 15 * time.Minute

// codeRate is how often a user may try a code: three of a million are right at a
// time, so that guessing gets through once in three years.
var codeRate = Rate{Burst: 5, Every: 5 * time.Minute}

// factorRows is where it is noted which codes were used: database, or memory.
type factorRows interface {
	// useStep lets a code of a step be used, if none of that step or a later one was.
	useStep(ctx context.Context, userID, step int64) (used bool, err error)
	// useRecoveryCode tells whether a user has that recovery code, and takes it away.
	useRecoveryCode(ctx context.Context, userID int64, hash []byte) (used bool, err error)
}

// beginFactor makes a new second factor for a user, which counts from its first
// right code on.
func (m *Module) beginFactor(ctx context.Context, who Identity) (*otp.Key, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: who.Username, SecretSize: factorBytes})
	if err != nil {
		return nil, err
	}
	return key, m.db.beginFactor(ctx, who.UserID, m.seal.close(who.UserID, key.Secret()), m.now())
}

// confirmFactor takes the new second factor into use, if the code is its, and
// returns the recovery codes, which are not kept.
func (m *Module) confirmFactor(ctx context.Context, who Identity, code string) ([]string, error) {
	now := m.now()
	sealed, err := m.db.pendingFactor(ctx, who.UserID, now.Add(-pendingFor))
	if err != nil {
		return nil, err
	}
	secret, err := m.seal.open(who.UserID, sealed)
	if err != nil {
		return nil, err
	}
	refund, err := m.takeCode(who.UserID, now)
	if err != nil {
		return nil, err
	}
	step, ok := matchingStep(secret, typed(code), now)
	if !ok {
		return nil, fault.New(fault.Invalid, "the code is wrong; is the clock of the phone right?").WithField("code")
	}
	refund()
	codes, hashes := makeRecoveryCodes()
	e := m.audit.complete(entry(ctx, ActionSecondFactorOn, who.Username))
	if err := m.db.confirmFactor(ctx, who.UserID, sealed, step, hashes, e); err != nil {
		return nil, err
	}
	m.audit.tell(e)
	return codes, nil
}

// takeCode counts an attempt at a user's codes, or refuses it with fault.Throttled.
func (m *Module) takeCode(userID int64, now time.Time) (refund func(), err error) {
	key := strconv.FormatInt(userID, 10)
	if wait := m.codes.take(key, now); wait > 0 {
		return nil, tooManyLogins(wait)
	}
	return func() { m.codes.giveBack(key) }, nil
}

// checkFactor asks a user who has a second factor for its code, or for a recovery
// code. Its errors: fault.Unauthenticated with the field "code", fault.Throttled,
// fault.Unavailable.
func (m *Module) checkFactor(ctx context.Context, u user, code string, from netip.Addr, now time.Time) error {
	if u.Factor == nil {
		return nil
	}
	if code = typed(code); code == "" {
		return errCodeMissing
	}
	refund, err := m.takeCode(u.ID, now)
	if err != nil {
		return err
	}
	var right bool
	switch {
	case isCode(code):
		right, err = m.useCode(ctx, u, code, now)
	case isRecoveryCode(code):
		right, err = m.used.useRecoveryCode(ctx, u.ID, hashRecovery(code))
		if right {
			m.audit.record(Entry{Action: ActionRecoveryCodeUsed, Username: u.Username, Target: u.Username, Address: from, OK: true})
		}
	}
	if err != nil || right {
		refund()
		return err
	}
	return fault.New(fault.Unauthenticated, "the code is wrong, or was used already").WithField("code")
}

// errCodeMissing asks for a code. The password was right.
var errCodeMissing = fault.New(fault.Unauthenticated, "a code is needed as well: from the app, or one of the recovery codes").WithField("code")

// useCode tells whether a code is right, and lets none be used again.
func (m *Module) useCode(ctx context.Context, u user, code string, now time.Time) (bool, error) {
	secret, err := m.seal.open(u.ID, u.Factor)
	if errors.Is(err, errSealed) {
		m.logger.ErrorContext(ctx, "a user can sign in with recovery codes only, until the second factor is reset or the former SECRET_KEY is set", "username", u.Username, "error", err)
		return false, nil
	}
	step, ok := matchingStep(secret, code, now)
	if err != nil || !ok {
		return false, err
	}
	return m.used.useStep(ctx, u.ID, step)
}

// removeFactor takes a user's second factor away.
func (m *Module) removeFactor(ctx context.Context, id int64, name string) error {
	e := m.audit.complete(entry(ctx, ActionSecondFactorOff, name))
	if err := m.db.removeFactor(ctx, id, e); err != nil {
		return err
	}
	m.audit.tell(e)
	return nil
}

// ResetSecondFactor takes the second factor of a user away who has lost it. Its
// error is fault.NotFound for the name.
func (m *Module) ResetSecondFactor(ctx context.Context, name string) error {
	found, err := m.findUser(ctx, name)
	if err != nil {
		return err
	}
	if found.ID == 0 {
		return noSuchUser(name)
	}
	return m.removeFactor(ctx, found.ID, name)
}
