package tracker

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"overlord/tracker/event"
)

const (
	// fineBucket is the width of the finest rollup.
	fineBucket = 5 * time.Minute

	// gridCells is how many cells of the heatmap make a degree.
	gridCells = 10

	// maxPace, in kills per hour, is what enters the average of the plugin's own
	// reckoning: far above any hunt, and far from where sums overflow.
	maxPace = 1e9
)

// rollups sum up what a batch adds to the rollup tables. It is a pure fold over
// the batch's events in log order, with the counters' own effects, so that the
// sums of the rollups are those of the counters.
type rollups struct {
	last    map[string]*lastTelemetry
	moved   map[string]bool // whose last telemetry changed
	buckets map[rollupKey]*rollup
	heat    map[heatKey]int64
	cells   map[heatKey]int64 // of all monsters: their name is empty
	mobs    map[mobKey]int64
	ways    ways
}

// rollupKey names a bucket by its begin.
type rollupKey struct {
	character string
	bucket    time.Time
}

// lastTelemetry is what the next telemetry of a character is compared to.
type lastTelemetry struct {
	session string
	at      time.Time // the latest timestamp so far
	tapers  event.Opt[int32]
	place   event.Opt[wayPlace] // at that time; not known of what was told before there were ways
}

// rollup is what is added to one row of telemetry_5m, _1h or _1d.
type rollup struct {
	samples, onlineMS, kills, deaths, rares, tapersUsed int64

	killsUnseen int64 // of kills, those made while nobody looked

	tapersLast event.Opt[int32]
	paceLast   event.Opt[float64] // the plugin's own kills per hour
	paceSum    float64
	paceN      int64
	lastAt     time.Time // zero: no telemetry
}

// heatKey is a cell of the heatmap: tenths of a degree, by the hour.
type heatKey struct {
	mobKey
	ew, ns int32
}

type mobKey struct {
	hour time.Time
	mob  string
}

// compare orders keys as the tables' primary keys do: who writes rows in one order
// waits for others that do, and never against them.
func (k mobKey) compare(o mobKey) int {
	return cmp.Or(k.hour.Compare(o.hour), cmp.Compare(k.mob, o.mob))
}

// sortedHeat gives the keys in the order of the tables' primary key.
func sortedHeat(cells map[heatKey]int64) []heatKey {
	return slices.SortedFunc(maps.Keys(cells), func(a, b heatKey) int {
		return cmp.Or(a.compare(b.mobKey), cmp.Compare(a.ew, b.ew), cmp.Compare(a.ns, b.ns))
	})
}

// newRollups begins with the last telemetry of the characters in the batch.
func newRollups(last map[string]*lastTelemetry) *rollups {
	return &rollups{
		last: last, moved: map[string]bool{}, buckets: map[rollupKey]*rollup{},
		heat: map[heatKey]int64{}, cells: map[heatKey]int64{}, mobs: map[mobKey]int64{}, ways: ways{},
	}
}

// telemetry adds a telemetry and what it changed in the counters.
func (r *rollups) telemetry(ev *event.Event, t *event.Telemetry, effect TelemetryEffect) {
	b := r.bucket(ev.CharacterName, ev.Timestamp)
	b.samples++
	b.kills += effect.KillsAdded
	if !r.seen(ev, t) {
		b.killsUnseen += effect.KillsAdded
	}
	b.deaths += effect.DeathsAdded
	if t.KillsPerHour.OK && math.Abs(t.KillsPerHour.V) <= maxPace {
		b.paceSum += t.KillsPerHour.V
		b.paceN++
	}
	b.noteLast(ev.Timestamp, t.PrismaticTaperCount, t.KillsPerHour)
	r.follow(ev, t, b)
}

// seen tells whether the character was online in this session since the telemetry
// before: only then does the time in which it killed count as time online.
func (r *rollups) seen(ev *event.Event, t *event.Telemetry) bool {
	last := r.last[ev.CharacterName]
	return last != nil && last.session == t.SessionID && ev.Timestamp.Sub(last.at) <= onlineFor
}

// follow compares a telemetry to the one before it.
func (r *rollups) follow(ev *event.Event, t *event.Telemetry, b *rollup) {
	r.moved[ev.CharacterName] = true
	place := wayPlace{ev.Timestamp, t.EW, t.NS, t.Z}
	last := r.last[ev.CharacterName]
	if last == nil {
		r.last[ev.CharacterName] = &lastTelemetry{t.SessionID, ev.Timestamp, t.PrismaticTaperCount, event.Some(place)}
		return
	}
	if last.place.OK || !ev.Timestamp.Before(last.at) {
		last.place = event.Some(r.ways.follow(ev.CharacterName, last.place, place))
	}
	if last.session != t.SessionID { // what happened to tapers in between is not known
		last.session, last.tapers = t.SessionID, event.Opt[int32]{}
	}
	if t.PrismaticTaperCount.OK {
		if last.tapers.OK {
			b.tapersUsed += max(0, int64(last.tapers.V)-int64(t.PrismaticTaperCount.V))
		}
		last.tapers = t.PrismaticTaperCount
	}
	if ev.Timestamp.After(last.at) {
		r.online(ev.CharacterName, last.at, ev.Timestamp)
		last.at = ev.Timestamp
	}
}

// online adds the time between two telemetries to the buckets it lies in,
// unless it is so long that the character was offline.
func (r *rollups) online(character string, from, to time.Time) {
	if to.Sub(from) > onlineFor {
		return
	}
	for from.Before(to) {
		end := from.Truncate(fineBucket).Add(fineBucket)
		if end.After(to) {
			end = to
		}
		// Whole milliseconds of the clock: their sum over any stretch is exact.
		r.bucket(character, from).onlineMS += end.UnixMilli() - from.UnixMilli()
		from = end
	}
}

// rare adds a rare that was not counted before.
func (r *rollups) rare(ev *event.Event) { r.bucket(ev.CharacterName, ev.Timestamp).rares++ }

// spawn adds a monster's appearance.
func (r *rollups) spawn(ev *event.Event, s *event.Spawn) {
	mob := mobKey{ev.Timestamp.UTC().Truncate(time.Hour), s.Mob}
	r.mobs[mob]++
	r.heat[heatKey{mob, gridCell(s.EW), gridCell(s.NS)}]++
	r.cells[heatKey{mobKey{hour: mob.hour}, gridCell(s.EW), gridCell(s.NS)}]++
}

// gridCell is the nearest cell of the heatmap's grid, in tenths of a degree.
func gridCell(degrees float64) int32 { return int32(math.Round(degrees * gridCells)) }

func (r *rollups) bucket(character string, at time.Time) *rollup {
	return bucketOf(r.buckets, rollupKey{character, at.UTC().Truncate(fineBucket)})
}

func bucketOf(buckets map[rollupKey]*rollup, key rollupKey) *rollup {
	b := buckets[key]
	if b == nil {
		b = &rollup{}
		buckets[key] = b
	}
	return b
}

// noteLast keeps the last known values, by the telemetry's own time.
func (b *rollup) noteLast(at time.Time, tapers event.Opt[int32], pace event.Opt[float64]) {
	newest := !at.Before(b.lastAt)
	if newest {
		b.lastAt = at
	}
	if tapers.OK && (newest || !b.tapersLast.OK) {
		b.tapersLast = tapers
	}
	if pace.OK && (newest || !b.paceLast.OK) {
		b.paceLast = pace
	}
}

// add sums up two rollups.
func (b *rollup) add(o *rollup) {
	b.samples += o.samples
	b.onlineMS += o.onlineMS
	b.kills += o.kills
	b.killsUnseen += o.killsUnseen
	b.deaths += o.deaths
	b.rares += o.rares
	b.tapersUsed += o.tapersUsed
	b.paceSum += o.paceSum
	b.paceN += o.paceN
	if !o.lastAt.IsZero() {
		b.noteLast(o.lastAt, o.tapersLast, o.paceLast)
	}
}

// widened are the rollups in buckets of a multiple of the finest width.
func (r *rollups) widened(width time.Duration) map[rollupKey]*rollup {
	wide := map[rollupKey]*rollup{}
	for _, key := range sortedBuckets(r.buckets) { // in the order of time: the last stays the last
		bucketOf(wide, rollupKey{key.character, key.bucket.Truncate(width)}).add(r.buckets[key])
	}
	return wide
}

// sortedBuckets gives the keys in the order of the tables' primary key.
func sortedBuckets[V any](buckets map[rollupKey]V) []rollupKey {
	return slices.SortedFunc(maps.Keys(buckets), func(a, b rollupKey) int {
		return cmp.Or(cmp.Compare(a.character, b.character), a.bucket.Compare(b.bucket))
	})
}
