package tracker

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// The tests of history do not know how the recorder sums up: they keep every
// event they sent in a plain list, and fold it as the contract says.

// sentTelemetry is a telemetry as a test sent it; -1: the member is missing.
type sentTelemetry struct {
	character, session string
	at                 time.Time
	kills              int64
	deaths, tapers     int
	pace               float64
	ew, ns             float64
}

type sentRare struct {
	character, name string
	at              time.Time
}

type sentSpawn struct {
	mob    string
	at     time.Time
	ew, ns float64
}

// chronicle is all that a test sent, in order.
type chronicle struct {
	telemetry []sentTelemetry
	rares     []sentRare
	spawns    []sentSpawn
}

func (c *chronicle) sendTelemetry(b *bench, s sentTelemetry) {
	b.t.Helper()
	var more strings.Builder
	if s.deaths >= 0 {
		fmt.Fprintf(&more, `,"deaths":"%d"`, s.deaths)
	}
	if s.tapers >= 0 {
		fmt.Fprintf(&more, `,"prismatic_taper_count":"%d"`, s.tapers)
	}
	if s.pace >= 0 {
		fmt.Fprintf(&more, `,"kills_per_hour":"%g"`, s.pace)
	}
	b.at = s.at
	b.accept(`{"type":"telemetry","character_name":%q,"session_id":%q,"timestamp":%q,"ew":%g,"ns":%g,"kills":%d%s}`,
		s.character, s.session, s.at.Format(time.RFC3339Nano), s.ew, s.ns, s.kills, more.String())
	c.telemetry = append(c.telemetry, s)
}

func (c *chronicle) sendRare(b *bench, s sentRare) {
	b.t.Helper()
	b.at = s.at
	b.accept(`{"type":"rare","character_name":%q,"name":%q,"timestamp":%q}`, s.character, s.name, s.at.Format(time.RFC3339Nano))
	c.rares = append(c.rares, s)
}

func (c *chronicle) sendSpawn(b *bench, s sentSpawn) {
	b.t.Helper()
	b.at = s.at
	b.accept(`{"type":"spawn","character_name":"Scout","mob":%q,"timestamp":%q,"ew":%g,"ns":%g}`, s.mob, s.at.Format(time.RFC3339Nano), s.ew, s.ns)
	c.spawns = append(c.spawns, s)
}

// sums are what the model knows of one character in one stretch of time.
type sums struct {
	samples, kills, unseen, deaths, rares, tapersUsed, paceN int
	online                                                   time.Duration
	tapersLast, paceLast, paceSum                            float64 // -1: none
}

// between folds everything of a character, and keeps what falls into [from, to).
func (c *chronicle) between(character string, from, to time.Time) sums {
	out := sums{tapersLast: -1, paceLast: -1}
	inside := func(at time.Time) bool { return !at.Before(from) && at.Before(to) }
	kills, deaths := map[string]int64{}, map[string]int{}
	session, tapers, before := "", -1, time.Time{}
	for _, s := range c.telemetry {
		if s.character != character {
			continue
		}
		now := sums{samples: 1}
		if now.kills = int(max(0, s.kills-kills[s.session])); now.kills > 0 {
			kills[s.session] = s.kills
		}
		if s.session != session || before.IsZero() || s.at.Sub(before) > 30*time.Second {
			now.unseen = now.kills
		}
		if most, met := deaths[s.session]; s.deaths >= 0 && (!met || s.deaths > most) {
			if met {
				now.deaths = s.deaths - most
			}
			deaths[s.session] = s.deaths
		}
		if s.session != session {
			session, tapers = s.session, -1
		}
		if s.tapers >= 0 {
			if tapers >= 0 {
				now.tapersUsed = max(0, tapers-s.tapers)
			}
			tapers = s.tapers
		}
		if !before.IsZero() && s.at.After(before) && s.at.Sub(before) <= 30*time.Second {
			begin, end := before, s.at
			if begin.Before(from) {
				begin = from
			}
			if end.After(to) {
				end = to
			}
			out.online += max(0, end.Sub(begin))
		}
		if s.at.After(before) {
			before = s.at
		}
		if !inside(s.at) {
			continue
		}
		out.samples++
		out.kills += now.kills
		out.unseen += now.unseen
		out.deaths += now.deaths
		out.tapersUsed += now.tapersUsed
		if s.tapers >= 0 {
			out.tapersLast = float64(s.tapers)
		}
		if s.pace >= 0 {
			out.paceLast = s.pace
			out.paceSum += s.pace
			out.paceN++
		}
	}
	counted := map[sentRare]bool{}
	for _, r := range c.rares {
		if r.character == character && inside(r.at) && !counted[r] {
			counted[r] = true
			out.rares++
		}
	}
	return out
}

func (c *chronicle) characters() []string {
	var names []string
	for _, s := range c.telemetry {
		names = append(names, s.character)
	}
	for _, r := range c.rares {
		names = append(names, r.character)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// oddNames are names that a careless statement or encoding would break on.
var oddNames = []string{"Larsa Mossfoot", `O'Brien "the" \ 50%`, "Ærø-Ωmega 龙", "+Envoy", "null", "a,b{c}"}

// anEvening sends events of all kinds, over midnight, some of them later than
// those that followed, and has them recorded in several batches.
func anEvening(b *bench, c *chronicle, from time.Time, steps int) {
	random := rand.New(rand.NewPCG(7, 11))
	type player struct {
		session        int
		kills          int64
		deaths, tapers int
		ew, ns         float64
	}
	players := make([]player, len(oddNames))
	for i := range players {
		players[i] = player{tapers: 500, ew: float64(i * 10), ns: -float64(i)}
	}
	at := from
	for i := range steps {
		at = at.Add(time.Duration(200+random.IntN(9000)) * time.Millisecond)
		if random.IntN(60) == 0 {
			at = at.Add(3 * time.Minute) // everybody is away
		}
		who := random.IntN(len(players))
		p := &players[who]
		p.kills += int64(random.IntN(3))
		p.ew += random.Float64() - 0.5
		p.tapers -= random.IntN(2)
		switch random.IntN(40) {
		case 0:
			p.session, p.kills, p.deaths = p.session+1, 0, 0
		case 1:
			p.deaths += 1 + random.IntN(2)
		case 2:
			p.tapers += 100
		case 3:
			p.kills = max(0, p.kills-5)
		}
		s := sentTelemetry{oddNames[who], fmt.Sprintf("s%d", p.session), at, p.kills, p.deaths, p.tapers, float64(random.IntN(2000)), p.ew, p.ns}
		switch random.IntN(10) {
		case 0:
			s.deaths, s.tapers = -1, -1
		case 1:
			s.pace = -1
		case 2: // held up on its way
			s.at, s.tapers, s.pace = at.Add(-time.Duration(random.IntN(20000))*time.Millisecond), -1, -1
		}
		c.sendTelemetry(b, s)
		if random.IntN(30) == 0 {
			rare := sentRare{oddNames[who], "Pearl", at}
			c.sendRare(b, rare)
			c.sendRare(b, rare) // a repeat
		}
		if random.IntN(3) == 0 {
			c.sendSpawn(b, sentSpawn{fmt.Sprintf("Mob %d", random.IntN(4)), at, float64(random.IntN(50))/20 - 1, float64(random.IntN(5)) / 20})
		}
		if i%151 == 150 {
			b.record()
		}
	}
	b.record()
}

// beforeMidnight is when most of these evenings begin.
var beforeMidnight = time.Date(2026, 5, 4, 23, 21, 7, 123456000, time.UTC)

func TestKillsMadeWhileNobodyLookedHaveNoPace(t *testing.T) {
	b, c := newBench(t), &chronicle{}
	at := epoch.Truncate(time.Hour)
	report := func(after time.Duration, session string, kills int64) {
		at = at.Add(after)
		c.sendTelemetry(b, sentTelemetry{character: "Larsa", session: session, at: at, kills: kills, deaths: -1, tapers: -1, pace: -1})
	}
	report(10*time.Second, "s1", 5000) // the server starts beside a running client
	report(20*time.Second, "s1", 5003)
	report(3*time.Minute, "s1", 5100) // its network was away
	report(20*time.Second, "s1", 5102)
	report(20*time.Second, "s2", 7) // a session that began elsewhere
	b.record()
	b.want("all kills count", "5109 5104", `select kills, kills_unseen from telemetry_5m`)
	b.want("in the wider tables as well", "5109 5104 5109 5104", `select h.kills, h.kills_unseen, d.kills, d.kills_unseen from telemetry_1h h, telemetry_1d d`)
	b.want("and the total", "5109", `select total_kills from char_stats`)
}

func TestRollupsAreTheSumOfTheEvents(t *testing.T) {
	b, c := newBench(t), &chronicle{}
	anEvening(b, c, beforeMidnight, 700)
	for table, width := range map[string]time.Duration{"telemetry_5m": 5 * time.Minute, "telemetry_1h": time.Hour, "telemetry_1d": 24 * time.Hour} {
		seen := sums{}
		rows, err := b.pool.Query(t.Context(), `select character_name, bucket, samples, online_ms, kills, deaths, rares, tapers_used, coalesce(tapers_last, -1),
			coalesce(kills_per_hour_last, -1), kills_per_hour_sum, kills_per_hour_n, kills_unseen from `+table)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var name string
			var bucket time.Time
			var got sums
			var ms int
			if err := rows.Scan(&name, &bucket, &got.samples, &ms, &got.kills, &got.deaths, &got.rares, &got.tapersUsed, &got.tapersLast, &got.paceLast, &got.paceSum, &got.paceN, &got.unseen); err != nil {
				t.Fatal(err)
			}
			want := c.between(name, bucket, bucket.Add(width))
			if off := want.online - time.Duration(ms)*time.Millisecond; off.Abs() > time.Millisecond {
				t.Errorf("%s %s %s: %d ms online, want %s", table, name, bucket, ms, want.online)
			}
			if math.Abs(got.paceSum-want.paceSum) > 1e-6 {
				t.Errorf("%s %s %s: paces sum up to %g, want %g", table, name, bucket, got.paceSum, want.paceSum)
			}
			got.online, got.paceSum = want.online, want.paceSum
			if got != want {
				t.Errorf("%s %s %s:\n got %+v\nwant %+v", table, name, bucket, got, want)
			}
			seen.samples += got.samples
			seen.rares += got.rares
		}
		if rows.Err() != nil {
			t.Fatal(rows.Err())
		}
		if seen.samples != len(c.telemetry) || seen.rares != len(c.rares)/2 {
			t.Errorf("%s holds %d samples and %d rares of %d and %d", table, seen.samples, seen.rares, len(c.telemetry), len(c.rares)/2)
		}
	}
	b.want("the rollups' kills are the totals", b.query(`select * from char_stats order by 1`), `select character_name, sum(kills)::bigint from telemetry_1d group by 1 order by 1`)
	b.want("every death is told", b.query(`select count(*) from death_events`), `select count(*) from death_events where exists (select from telemetry_5m r where r.character_name = death_events.character_name and deaths > 0)`)
}

func TestSpawnRollupsAreTheSumOfTheSpawns(t *testing.T) {
	b, c := newBench(t), &chronicle{}
	anEvening(b, c, beforeMidnight, 400)
	cells, mobs := map[string]int{}, map[string]int{}
	for _, s := range c.spawns {
		hour := s.at.Truncate(time.Hour).Unix()
		cells[fmt.Sprint(hour, " ", s.mob, " ", math.Round(s.ew*10), " ", math.Round(s.ns*10))]++
		mobs[fmt.Sprint(hour, " ", s.mob)]++
	}
	asText := func(counts map[string]int) string {
		var lines []string
		for key, n := range counts {
			lines = append(lines, fmt.Sprint(key, " ", n))
		}
		slices.Sort(lines)
		return strings.Join(lines, "\n")
	}
	sorted := func(text string) string {
		lines := strings.Split(text, "\n")
		slices.Sort(lines)
		return strings.Join(lines, "\n")
	}
	if got := sorted(b.query(`select extract(epoch from hour)::bigint, mob, ew, ns, spawns from spawn_1h`)); got != asText(cells) {
		t.Errorf("cells:\n%s\nwant\n%s", got, asText(cells))
	}
	if got := sorted(b.query(`select extract(epoch from hour)::bigint, mob, spawns from spawn_mobs_1h`)); got != asText(mobs) {
		t.Errorf("mobs:\n%s\nwant\n%s", got, asText(mobs))
	}
}

func TestRollupsCountOnceThroughRestartsAndParkedEvents(t *testing.T) {
	b := newBench(t)
	if _, err := b.pool.Exec(t.Context(), `alter table spawn_events add constraint no_drudges check (mob <> 'Drudge')`); err != nil {
		t.Fatal(err)
	}
	for i := range 9 {
		b.accept(telemetryFrame, "A", "s", i, i/4)
		b.accept(`{"type":"spawn","character_name":"A","mob":"Drudge","ew":1,"ns":2}`)
	}
	b.record()
	b.accept(telemetryFrame, "A", "s", 20, 2)
	b.stop()
	b.open()
	b.record()
	b.want("sums", "10 20 2 18000 0", `select samples, kills, deaths, online_ms, tapers_used from telemetry_1h`)
	b.want("nothing of what is parked", "0", `select count(*) from spawn_1h`)
}

func TestRollupsTakePacesThatNoSumCouldHold(t *testing.T) {
	b := newBench(t)
	for range 3 {
		b.accept(`{"type":"telemetry","character_name":"A","session_id":"s","ew":1,"ns":2,"kills":0,"kills_per_hour":1.7e308}`)
	}
	b.accept(`{"type":"telemetry","character_name":"A","session_id":"s","ew":1,"ns":2,"kills":0,"kills_per_hour":100}`)
	b.record()
	b.want("parked", "0", `select count(*) from parked_events`)
	b.want("average", "100 1", `select kills_per_hour_sum, kills_per_hour_n from telemetry_5m`)
}
