package tracker

import (
	"time"

	"overlord/inventory/gamedata"
	"overlord/tracker/event"
)

// watched is what the alerts remember of one character between two events of
// the log. It is kept in alert_state and changes in the batch's transaction.
type watched struct {
	lastSeen    time.Time // receipt of the last stored event
	onlineSince time.Time // receipt of the first one after a silence of onlineFor
	anchored    bool      // anchor is known: there was a telemetry
	anchor      place     // where it stands, until it moves away from there
	stillSince  time.Time // when it last moved, killed or came online
	away        AlertKind // what was told of it and not taken back: idle, offline or nothing
	awaySince   time.Time
	heldDeaths  int  // deaths that no message told of
	silenceDone bool // its silence was dealt with, whether an alert came of it or not

	// When the last alert was, for the grace; zero: never.
	deathAlert, idleAlert, offlineAlert time.Time
}

// alertWatch finds the causes of alerts. It is a pure fold over the log: the same
// events with the same rules give the same alerts, in whatever batches they come.
type alertWatch struct {
	rules      ruleBook
	characters map[string]*watched
	changed    map[string]bool
	raised     []Alert
}

func newAlertWatch(rules ruleBook) *alertWatch {
	return &alertWatch{rules: rules, characters: map[string]*watched{}, changed: map[string]bool{}}
}

// see takes the next stored event of the log, before the counters have it: what
// is new in it shows by what they hold. Without a watch nothing happens.
func (a *alertWatch) see(ev *event.Event, before *Counters) {
	if a == nil {
		return
	}
	c := a.arrive(ev.CharacterName, ev.ReceivedAt)
	switch body := ev.Body.(type) {
	case *event.Telemetry:
		a.telemetry(c, ev, body, newsOf(before, ev.CharacterName, body))
	case *event.Rare:
		if !before.rares[rareKey{ev.CharacterName, body.Name, ev.Timestamp.UnixMicro()}] {
			a.rare(c, ev, body)
		}
	}
}

// news is what a telemetry adds to the counters.
type news struct {
	killsRose   bool
	everKilled  bool // within this session
	deathsAdded int
}

func newsOf(c *Counters, character string, t *event.Telemetry) news {
	var known sessionCount
	if s := c.sessions[sessionKey{character, t.SessionID}]; s != nil {
		known = *s
	}
	n := news{killsRose: addedKills(known.kills, t.Kills) > 0, everKilled: max(known.kills, t.Kills) > 0}
	n.deathsAdded = int(known.countDeaths(t.Deaths))
	return n
}

// arrive notes that a character was seen, and takes back that it is offline.
func (a *alertWatch) arrive(name string, at time.Time) *watched {
	c, met := a.characters[name]
	if !met {
		c = &watched{}
		a.characters[name] = c
	}
	a.changed[name] = true
	if !met || at.Sub(c.lastSeen) > onlineFor {
		c.onlineSince, c.stillSince = at, at
	}
	if at.Before(c.onlineSince) { // the clock was set back
		c.onlineSince = at
	}
	if at.Before(c.stillSince) {
		c.stillSince = at
	}
	c.lastSeen, c.silenceDone = at, false
	if c.away == KindOffline {
		a.back(c, name, at)
	}
	return c
}

func (a *alertWatch) telemetry(c *watched, ev *event.Event, t *event.Telemetry, n news) {
	here := place{t.EW, t.NS}
	if n.deathsAdded > 0 {
		a.death(c, ev, t, n.deathsAdded)
	}
	if !c.anchored || n.killsRose || !here.within(stillWithin, c.anchor) {
		c.anchored, c.anchor, c.stillSince = true, here, ev.ReceivedAt
		if c.away == KindIdle {
			a.back(c, ev.CharacterName, ev.ReceivedAt)
		}
		return
	}
	if n.everKilled { // a mule stands where it stands
		a.idle(c, ev.CharacterName, ev.ReceivedAt)
	}
}

// death counts deaths into the next message, which is this one unless it is
// held back.
func (a *alertWatch) death(c *watched, ev *event.Event, t *event.Telemetry, added int) {
	p, at := a.rules.policy(KindDeath, ev.CharacterName), ev.ReceivedAt
	if !p.enabled {
		return
	}
	c.heldDeaths += added
	if c.heldDeaths < p.deaths || p.holds(at, c.onlineSince, c.deathAlert) {
		return
	}
	c.deathAlert = at
	a.raise(c, Alert{
		Cause: causeKey(KindDeath, ev.CharacterName, t.SessionID, t.Deaths.V), Kind: KindDeath, CharacterName: ev.CharacterName,
		Payload: AlertPayload{At: at, EW: &t.EW, NS: &t.NS},
	})
}

// idle tells of a character that stands still. While alerts are held back it
// waits: who still stands afterwards is told of then.
func (a *alertWatch) idle(c *watched, name string, at time.Time) {
	still := at.Sub(c.stillSince)
	if c.away != "" || still < time.Minute { // the least that a threshold may be
		return
	}
	p := a.rules.policy(KindIdle, name)
	if !p.enabled || still < p.threshold || p.holds(at, c.onlineSince, c.idleAlert) {
		return
	}
	c.away, c.awaySince, c.idleAlert = KindIdle, c.stillSince, at
	since, ew, ns := c.stillSince, c.anchor.ew, c.anchor.ns
	a.raise(c, Alert{
		Cause: causeKey(KindIdle, name, since), Kind: KindIdle, CharacterName: name,
		Payload: AlertPayload{At: at, Since: &since, EW: &ew, NS: &ns},
	})
}

// back takes an idle or offline alert back. There is one for each of those, so
// that it needs no grace of its own.
func (a *alertWatch) back(c *watched, name string, at time.Time) {
	after, since := c.away, c.awaySince
	c.away, c.awaySince = "", time.Time{}
	p := a.rules.policy(KindBack, name)
	if !p.enabled {
		return
	}
	a.raise(c, Alert{
		Cause: causeKey(KindBack, name, after, since), Kind: KindBack, CharacterName: name, Quiet: p.quiet.at(at),
		Payload: AlertPayload{At: at, Since: &since, After: after},
	})
}

// rare tells of a great rare. Each is a cause of its own and passes, so that it
// is never held back by a grace.
func (a *alertWatch) rare(c *watched, ev *event.Event, r *event.Rare) {
	p := a.rules.policy(KindRare, ev.CharacterName)
	tier, great := greatRare(r.Name)
	if !p.enabled || !great || tier != 0 && tier < p.tier {
		return
	}
	a.raise(c, Alert{
		Cause: causeKey(KindRare, ev.CharacterName, r.Name, ev.Timestamp), Kind: KindRare, CharacterName: ev.CharacterName, Quiet: p.quiet.at(ev.ReceivedAt),
		Payload: AlertPayload{At: ev.ReceivedAt, Rare: r.Name, Tier: tier, EW: r.EW.Ptr(), NS: r.NS.Ptr()},
	})
}

// greatRare tells great rares: tiers 3 to 6, and what no table knows (tier 0).
func greatRare(name string) (tier int, great bool) {
	tier, _ = gamedata.RareTier(name)
	return tier, gamedata.IsGreatRare(name)
}

// silence tells of a character that is offline too long at a moment. Nobody can
// be heard while the server does not listen: silence counts from then on.
func (a *alertWatch) silence(name string, at, listeningSince time.Time) {
	c := a.characters[name]
	from := c.lastSeen
	if listeningSince.After(from) {
		from = listeningSince
	}
	p := a.rules.policy(KindOffline, name)
	if c.silenceDone || at.Sub(from) < p.threshold {
		return
	}
	if p.enabled && p.holds(at, c.onlineSince, c.offlineAlert) {
		return
	}
	c.silenceDone = true
	a.changed[name] = true
	if !p.enabled {
		return
	}
	since := c.lastSeen
	c.away, c.awaySince, c.offlineAlert = KindOffline, since, at
	a.raise(c, Alert{
		Cause: causeKey(KindOffline, name, since), Kind: KindOffline, CharacterName: name,
		Payload: AlertPayload{At: at, Since: &since},
	})
}

// raise adds an alert. What is sent takes the deaths that were held back along.
func (a *alertWatch) raise(c *watched, alert Alert) {
	alert.Payload.At = alert.Payload.At.UTC()
	if since := alert.Payload.Since; since != nil {
		*since = since.UTC()
	}
	if !alert.Quiet {
		alert.Payload.Deaths, c.heldDeaths = c.heldDeaths, 0
	}
	a.raised = append(a.raised, alert)
}
