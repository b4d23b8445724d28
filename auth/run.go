package auth

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"overlord/store/fault"
)

// Run keeps the sessions in memory true until ctx ends: without it, nothing ends
// but what is ended here. It returns nil.
func (m *Module) Run(ctx context.Context) error {
	var running errgroup.Group
	running.Go(func() error {
		every(ctx, expireEvery, func() {
			for _, s := range m.proofs() {
				s.expire()
			}
		})
		return nil
	})
	running.Go(func() error {
		every(ctx, recheckEvery, func() { m.keepUp(ctx) })
		return nil
	})
	running.Go(func() error {
		m.followChanges(ctx)
		return nil
	})
	running.Go(func() error {
		m.audit.run(ctx)
		return nil
	})
	return running.Wait()
}

// proofs are all that callers prove themselves with and that is looked up in
// memory.
func (m *Module) proofs() (list []*sessions) {
	for _, s := range []*sessions{m.sessions, m.tokens, m.legacy} {
		if s != nil {
			list = append(list, s)
		}
	}
	return list
}

// every calls do at each interval until ctx ends.
func every(ctx context.Context, interval time.Duration, do func()) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			do()
		}
	}
}

// keepUp has its failures logged here: nobody waits for it.
func (m *Module) keepUp(ctx context.Context) {
	var err error
	for _, s := range m.proofs() {
		err = errors.Join(err, s.keepUp(ctx))
	}
	if m.plugins != nil && err == nil {
		err = m.followPluginSecrets(ctx)
	}
	switch {
	case err == nil || ctx.Err() != nil:
	case fault.CodeOf(err) == fault.Unavailable:
		m.logger.WarnContext(ctx, "signed-in browsers stay so; nobody else can be recognised until the database is back", "error", err)
	default:
		m.logger.ErrorContext(ctx, "the sessions could not be looked after", "error", err)
	}
}

// relistenAfter is the pause before a broken connection for announcements is made
// anew: as long as a restart of the database takes.
const relistenAfter = 2 * time.Second

// followChanges looks at the sessions again whenever a change of users is
// announced, by this server or by another process. While it cannot listen, the
// half-minute check still finds everything.
func (m *Module) followChanges(ctx context.Context) {
	for ctx.Err() == nil {
		err := m.changes.listen(ctx, func() { m.keepUp(ctx) })
		m.logger.DebugContext(ctx, "not listening for changes of users", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(relistenAfter):
		}
	}
}
