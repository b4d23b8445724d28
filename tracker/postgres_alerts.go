package tracker

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// loadAlertWatch reads what the alerts remember of the work's characters, and
// the rules as they are now. Without alerting there is no watch.
func (r *recorder) loadAlertWatch(ctx context.Context, db store.Querier, w work) (*alertWatch, error) {
	if r.alerting == nil {
		return nil, nil
	}
	names := map[string]bool{}
	for _, it := range w.Entries {
		if it.Event != nil {
			names[it.Event.CharacterName] = true
		}
	}
	return r.readAlertWatch(ctx, db, `where character_name = any($1)`, slices.Collect(maps.Keys(names)))
}

func (r *recorder) readAlertWatch(ctx context.Context, db store.Querier, where string, args ...any) (*alertWatch, error) {
	batch := &pgx.Batch{}
	var rules []AlertRule
	queueRows(batch, selectRules, nil, func(row ruleRow) {
		rule, err := row.rule()
		if err != nil {
			r.alerting.complain(r.logger, rule.ID, err)
			return
		}
		rules = append(rules, rule)
	})
	states := map[string]*watched{}
	queueRows(batch, `select character_name, last_seen, online_since, anchor_ew, anchor_ns, still_since, away, away_since,
		held_deaths, silence_done, death_alert, idle_alert, offline_alert from alert_state `+where, args, func(row watchedRow) {
		states[row.CharacterName] = row.watched()
	})
	if err := db.SendBatch(ctx, batch).Close(); err != nil {
		return nil, fmt.Errorf("read the alerts' state: %w", err)
	}
	watch := newAlertWatch(newRuleBook(r.alerting.base, rules))
	watch.characters = states
	return watch, nil
}

// watchedRow is a row of alert_state.
type watchedRow struct {
	CharacterName         string
	LastSeen, OnlineSince time.Time
	AnchorEW, AnchorNS    *float64
	StillSince            time.Time
	Away                  AlertKind
	AwaySince             *time.Time
	HeldDeaths            int
	SilenceDone           bool

	DeathAlert, IdleAlert, OfflineAlert *time.Time
}

func (r watchedRow) watched() *watched {
	c := &watched{
		lastSeen: r.LastSeen.UTC(), onlineSince: r.OnlineSince.UTC(), stillSince: r.StillSince.UTC(), away: r.Away, awaySince: timeOf(r.AwaySince),
		heldDeaths: r.HeldDeaths, silenceDone: r.SilenceDone,
		deathAlert: timeOf(r.DeathAlert), idleAlert: timeOf(r.IdleAlert), offlineAlert: timeOf(r.OfflineAlert),
	}
	if r.AnchorEW != nil && r.AnchorNS != nil {
		c.anchored, c.anchor = true, place{*r.AnchorEW, *r.AnchorNS}
	}
	return c
}

func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// queueAlerts writes what the watch changed and raised. The order of the rows in
// the outbox is the order of their causes.
func (r *recorder) queueAlerts(batch *pgx.Batch, a *alertWatch) error {
	if a == nil {
		return nil
	}
	a.queueState(batch)
	r.alerting.raised = len(a.raised) > 0
	for _, alert := range a.raised {
		payload, err := json.Marshal(alert.Payload)
		if err != nil {
			return fmt.Errorf("encode an alert: %w", err)
		}
		batch.Queue(`insert into alert_outbox (cause, kind, character_name, payload, created_at, state) values ($1, $2, $3, $4, $5, $6) on conflict (cause) do nothing`,
			alert.Cause, string(alert.Kind), alert.CharacterName, payload, alert.Payload.At, string(r.alerting.state(alert.Quiet)))
	}
	return nil
}

// queueState writes the changed rows of alert_state in one statement.
func (a *alertWatch) queueState(batch *pgx.Batch) {
	if len(a.changed) == 0 {
		return
	}
	var (
		names, aways                       []string
		seen, online, still                []time.Time
		ew, ns                             []*float64
		awaySince, deaths, idles, offlines []*time.Time
		held                               []int32
		done                               []bool
	)
	for _, name := range slices.Sorted(maps.Keys(a.changed)) { // one order for all writers of rows
		c := a.characters[name]
		var east, north *float64
		if c.anchored {
			east, north = &c.anchor.ew, &c.anchor.ns
		}
		names, aways = append(names, name), append(aways, string(c.away))
		seen, online, still = append(seen, c.lastSeen), append(online, c.onlineSince), append(still, c.stillSince)
		ew, ns = append(ew, east), append(ns, north)
		awaySince, deaths = append(awaySince, timeOrNil(c.awaySince)), append(deaths, timeOrNil(c.deathAlert))
		idles, offlines = append(idles, timeOrNil(c.idleAlert)), append(offlines, timeOrNil(c.offlineAlert))
		held, done = append(held, int32(min(c.heldDeaths, 1<<30))), append(done, c.silenceDone)
	}
	batch.Queue(`
		insert into alert_state (character_name, last_seen, online_since, anchor_ew, anchor_ns, still_since, away, away_since,
			held_deaths, silence_done, death_alert, idle_alert, offline_alert)
		select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::float8[], $5::float8[], $6::timestamptz[], $7::text[], $8::timestamptz[],
			$9::integer[], $10::boolean[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[])
		on conflict (character_name) do update set
			last_seen = excluded.last_seen, online_since = excluded.online_since, anchor_ew = excluded.anchor_ew, anchor_ns = excluded.anchor_ns,
			still_since = excluded.still_since, away = excluded.away, away_since = excluded.away_since, held_deaths = excluded.held_deaths,
			silence_done = excluded.silence_done, death_alert = excluded.death_alert, idle_alert = excluded.idle_alert, offline_alert = excluded.offline_alert`,
		names, seen, online, ew, ns, still, aways, awaySince, held, done, deaths, idles, offlines)
}

// sweep looks for characters that are silent for too long. It runs between two
// batches, on the recorder's connection.
func (r *recorder) sweep(ctx context.Context) error {
	a := r.alerting
	if a == nil {
		return nil
	}
	now := r.now()
	a.listen(r.books.Snapshot(), now)
	at := a.horizon(now, r.books.Oldest())
	err := store.InTx(ctx, r.conn(), func(tx pgx.Tx) error {
		watch, err := r.readAlertWatch(ctx, tx, `where not silence_done and last_seen < $1 order by character_name`, at.Add(-onlineFor))
		if err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(watch.characters)) {
			if a.live == nil || !a.live(name) {
				watch.silence(name, at, a.listeningSince)
			}
		}
		batch := &pgx.Batch{}
		if err = r.queueAlerts(batch, watch); err != nil || batch.Len() == 0 {
			return err
		}
		return tx.SendBatch(ctx, batch).Close()
	})
	if err != nil {
		return fmt.Errorf("look for silent characters: %w", err)
	}
	a.committed()
	return nil
}
