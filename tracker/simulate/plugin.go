package simulate

import "time"

// plugin is when a character's plugin sends what. Families that only come with
// their cause (spawn, rare, portal) are not here.
type plugin struct {
	telemetry, vitals, stats, combat, nearby rhythm
	sharedVitals, sharedPosition             rhythm
	quests, cantrips, tell, reload, garble   rhythm
	allegiance, fellowship                   *talk
	garbled                                  int     // frames so far
	again                                    []Event // rares to be sent a second time
}

// The rhythms. Telemetry and vitals follow the configured rate.
const (
	statsEvery    = 10 * time.Minute // the contract's figure
	combatEvery   = time.Minute
	nearbyEvery   = 10 * time.Second
	questsEvery   = 20 * time.Minute
	cantripsEvery = 5 * time.Minute
	shareEvery    = 5 * time.Second // at least; see shareRhythm
	tellEvery     = 15 * time.Minute
	reloadEvery   = 4 * time.Minute
	garbleEvery   = 30 * time.Second
	talkEvery     = 25 * time.Second // a line in the allegiance, on average
	chatterEvery  = 40 * time.Second // likewise in a fellowship
)

func newPlugin(c *character) plugin {
	w := c.world
	rate := w.cfg.Rate
	if rate == 0 {
		rate = plainRate
	}
	p := plugin{
		telemetry: rhythm{every: rate}, vitals: rhythm{every: max(rate, plainRate)}, stats: rhythm{every: statsEvery},
		quests: rhythm{every: questsEvery}, cantrips: rhythm{every: cantripsEvery}, tell: rhythm{every: tellEvery},
		nearby:     rhythm{every: time.Minute},
		allegiance: newTalk(w.cfg.Seed, w.atlas, allegianceLine, 0, talkEvery, w.cast.speakers),
	}
	share := shareRhythm(len(w.cast.everyone))
	p.sharedVitals, p.sharedPosition = rhythm{every: share}, rhythm{every: share}
	if c.calling == hunter {
		p.combat, p.nearby = rhythm{every: combatEvery}, rhythm{every: nearbyEvery}
		p.fellowship = newTalk(w.cfg.Seed, w.atlas, fellowshipLine, c.group, chatterEvery, w.cast.fellows(c.group))
	}
	if c.calling == mule || c.calling == idler {
		p.vitals.every = 15 * time.Second
	}
	if c.quirks.Has(Shrinking) {
		p.reload.every = reloadEvery
	}
	if c.quirks.Has(Garbled) {
		p.garble.every = garbleEvery
	}
	return p
}

// shareRhythm keeps what the server has to relay in bounds: every share goes to
// every other plugin. With up to 70 characters each shares every 5 s; with more
// it is less often, so that some thousand copies a second are made of each kind.
func shareRhythm(characters int) time.Duration {
	return max(shareEvery, time.Duration(characters*characters)*time.Millisecond)
}

// begin sets all rhythms going at a login. What is sent at once is due at once,
// the rest at some time within its interval.
func (p *plugin) begin(now time.Duration, c chance) {
	for _, r := range []*rhythm{&p.telemetry, &p.stats, &p.quests, &p.cantrips} {
		r.next = now
	}
	for _, r := range []*rhythm{&p.vitals, &p.combat, &p.nearby, &p.sharedVitals, &p.sharedPosition, &p.tell, &p.reload, &p.garble} {
		r.next = now + c.span(0, r.every)
	}
}

// fellows are the members of a group.
func (k *cast) fellows(group int) []string {
	var names []string
	for _, i := range k.groups[group] {
		names = append(names, k.everyone[i].name)
	}
	return names
}

// report sends what is due.
func (c *character) report() {
	p, now := &c.plugin, c.now
	for _, e := range p.again {
		c.queue(e)
	}
	p.again = nil
	c.reportSheet(now)
	c.reportState(now)
	c.reportTalk(now)
	c.reportItems()
	if p.reload.due(now) {
		c.hidden, c.tallies, c.begun = c.kills, nil, now
	}
	if p.garble.due(now) {
		c.garble()
	}
}

// reportSheet sends what changes seldom.
func (c *character) reportSheet(now time.Duration) {
	p := &c.plugin
	if p.stats.due(now) {
		c.sendStats()
	}
	if p.cantrips.due(now) && c.calling != mule {
		c.sendCantrips()
	}
	if p.quests.due(now) && c.calling != mule {
		c.sendQuests()
	}
	if p.combat.due(now) && len(c.tallies) > 0 {
		c.sendCombat()
	}
}

// reportState sends what changes all the time.
func (c *character) reportState(now time.Duration) {
	p := &c.plugin
	if p.telemetry.due(now) {
		c.sendTelemetry()
	}
	if p.vitals.due(now) {
		c.sendVitals()
	}
	if p.nearby.due(now) {
		c.sendNearby()
	}
	if p.sharedVitals.due(now) {
		c.shareVitals()
	}
	if p.sharedPosition.due(now) {
		c.sharePosition()
	}
}

// reportTalk sends what was said.
func (c *character) reportTalk(now time.Duration) {
	p, step := &c.plugin, c.world.tick
	for _, t := range []*talk{p.allegiance, p.fellowship} {
		if t == nil {
			continue
		}
		if l, ok := t.hear(now, step, c.name); ok {
			c.hear(l)
		}
	}
	if p.tell.due(now) && c.oneIn(2) {
		if other := pick(c.chance, c.world.cast.everyone); other.index != c.index {
			c.hear(tell(c.chance, other.name))
		}
	}
}
