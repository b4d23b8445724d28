package tracker

import (
	"bufio"
	"context"
	"net/http"
	"time"

	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

const (
	replaySpan = time.Hour // default
	replayStep = 10 * time.Second

	// maxReplayFrames is a day by steps of 10 s; maxReplayRows are the rows of a
	// long evening of everybody, of slots those of a day: both take some seconds.
	maxReplayFrames   = 8640
	maxReplayRows     = 5_000_000
	maxReplaySlotRows = maxReplayRows * int64(waySlot/telemetryPace)

	minReplayStep = time.Second
	maxReplayStep = oneDay

	replayBuffer = 64 << 10 // bytes that are sent at once
)

// replayAsk is a replay that is not too much: frames at from, from + step, …,
// not after to.
type replayAsk struct {
	from, to time.Time
	step     time.Duration
	frames   int
}

// getReplay answers where every character was at each step of a time, so that a
// browser can play it back. The answer is written while it is read:
//
//	{"from":"…","to":"…","step":"10s","step_seconds":10,"scale":1000,
//	 "characters":["Larsa","Mule"],
//	 "frames":[[[1,-33420,41870,1,500,-12250]],[[1,5,-3]],[[],[1]],…]}
//
// Frame k shows the time from + k × step; the last is not after to. With a step of
// 10 s, or a multiple, from is the whole 10 s at or before the one that was asked
// for: the server keeps everybody's place at those. A character
// stands in a frame where its last telemetry, of at most 30 s before, saw it.
// A frame is a list of one or two lists:
//   - who appears or moved since the frame before, three whole numbers for each:
//     by how much its index in characters is above that of the one before in this
//     list (of the first: above -1), and by how much ew and ns changed, in 1/scale
//     degrees, since this answer last told its position (at first: since 0, 0);
//   - who was there in the frame before and is not any more: indices, rising.
//
// Who is in neither list is as in the frame before. A character that comes back
// is in the first list, with its way from the last position that was told. Of
// characters there may be some who are seen in no frame.
func (m *Module) getReplay(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "from", "to", "step")
	if err != nil {
		return err
	}
	ask, err := replayOf(q, m.now())
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(lazyJSON{w}, replayBuffer)
	err = m.readScan(r.Context(), "replays", func(ctx context.Context, db store.Querier) error {
		return streamReplay(ctx, db, ask, out)
	})
	if err != nil {
		return err
	}
	_ = out.Flush() // the only failure left is that the caller is gone
	return nil
}

// replayOf reads the parameters.
func replayOf(q api.Query, now time.Time) (a replayAsk, err error) {
	a.step = q.Duration("step", replayStep, minReplayStep, maxReplayStep)
	a.to = q.Time("to", now)
	a.from = q.Time("from", a.to.Add(-replaySpan))
	switch {
	case q.Err() != nil:
		return a, q.Err()
	case a.from.After(a.to):
		return a, fault.New(fault.Invalid, "from is %s and must not be after to, %s", a.from.Format(time.RFC3339), a.to.Format(time.RFC3339)).WithField("from")
	case a.to.Sub(a.from)/a.step >= maxReplayFrames:
		return a, fault.New(fault.Invalid, "from %s to %s by steps of %s are %d frames; at most %d are answered: take a longer step or a shorter time",
			a.from.Format(time.RFC3339), a.to.Format(time.RFC3339), api.FormatDuration(a.step), a.to.Sub(a.from)/a.step+1, maxReplayFrames).WithField("step")
	}
	if a.step%waySlot == 0 {
		a.from = a.from.UTC().Truncate(waySlot)
	}
	a.frames = int(a.to.Sub(a.from)/a.step) + 1
	return a, nil
}

// buckets are those of way_5m that the frames look into, rising.
func (a replayAsk) buckets() []time.Time {
	var list []time.Time
	for k := range a.frames {
		at := a.from.Add(time.Duration(k) * a.step)
		for _, bucket := range []time.Time{floorBucket(at.Add(-onlineFor), fineBucket), floorBucket(at, fineBucket)} {
			if len(list) == 0 || bucket.After(list[len(list)-1]) {
				list = append(list, bucket)
			}
		}
	}
	return list
}

// refuse says that so many rows are too many to read.
func (a replayAsk) refuse(rows, most int64) error {
	return fault.New(fault.Invalid, "between from and to there are about %d telemetry rows; at most %d are read: take a shorter time, or steps of several minutes", rows, most).WithField("from")
}

// lazyJSON writes the headers of a JSON answer with its first bytes: until then
// a failure can still be told.
type lazyJSON struct{ http.ResponseWriter }

// Write implements io.Writer.
func (l lazyJSON) Write(p []byte) (int, error) {
	h := l.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	return l.ResponseWriter.Write(p)
}
