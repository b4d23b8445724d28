package tracker

import (
	"context"
	"net/http"
	"time"

	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

const (
	// maxBuckets of one summary: far more than a chart has points.
	maxBuckets = 5000

	summarySpan = 24 * time.Hour
	maxBucket   = 31 * oneDay

	leaderboardWindow    = 24 * time.Hour
	maxLeaderboardWindow = 3660 * oneDay // ten years
	leaderboardLimit     = 1000
)

// summarySource is a rollup table that a summary may be read from.
type summarySource struct {
	table string
	width time.Duration
	// everybody is how far a summary of all characters may reach, so that it
	// reads no more than some hundred thousand rows.
	everybody time.Duration
}

var summarySources = []summarySource{
	{"telemetry_1d", oneDay, 3660 * oneDay},
	{"telemetry_1h", time.Hour, 92 * oneDay},
	{"telemetry_5m", fineBucket, 7 * oneDay},
}

// SummaryBucket sums up a stretch of time: of one character, or of all.
type SummaryBucket struct {
	Timestamp            time.Time `json:"timestamp"` // the bucket's begin
	Kills                int64     `json:"kills"`
	KillsUnseen          int64     `json:"kills_unseen"`   // of them, those made before it was heard of, or in a gap
	KillsPerHour         *float64  `json:"kills_per_hour"` // the others by the time online; null: no time
	KillsPerHourReported *float64  `json:"kills_per_hour_reported"`
	Deaths               int64     `json:"deaths"`
	Rares                int64     `json:"rares"`
	TapersUsed           int64     `json:"tapers_used"`
	TapersLast           *int64    `json:"tapers_last"` // in the packs at the end; of all characters: null
	SecondsOnline        float64   `json:"seconds_online"`
	Samples              int64     `json:"samples"` // telemetry events
	Characters           int64     `json:"characters"`
}

// getSummary answers kills, deaths, tapers and rares per bucket, oldest first.
// The span is widened to whole buckets, which begin at whole multiples of their
// width in UTC (weeks on Mondays). Buckets in which nothing was are left out.
func (m *Module) getSummary(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "character", "bucket", "from", "to")
	if err != nil {
		return err
	}
	bucket := q.Duration("bucket", fineBucket, fineBucket, maxBucket)
	from, to, err := spanOf(q, m.now(), summarySpan)
	if err != nil {
		return err
	}
	ask := summaryAsk{character: q.String("character", ""), bucket: bucket}
	if err := q.Err(); err != nil {
		return err
	}
	if err := ask.plan(from, to); err != nil {
		return err
	}
	var buckets []SummaryBucket
	err = m.readScan(r.Context(), "summaries", func(ctx context.Context, db store.Querier) error {
		buckets, err = loadSummary(ctx, db, ask)
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, map[string]any{
		"character_name": nullable(ask.character), "bucket": api.FormatDuration(ask.bucket), "from": ask.from, "to": ask.to, "buckets": buckets,
	})
}

// nullable is a text; null where it is empty.
func nullable(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// summaryAsk is a summary that can be answered quickly.
type summaryAsk struct {
	character string // empty: everybody
	bucket    time.Duration
	from, to  time.Time // whole buckets
	source    summarySource
}

// bucketOrigin is where buckets are counted from: a Monday, at midnight UTC.
var bucketOrigin = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

// plan finds the table to read from and refuses what would read too much.
func (a *summaryAsk) plan(from, to time.Time) error {
	for _, source := range summarySources {
		if a.bucket%source.width == 0 {
			a.source = source
			break
		}
	}
	if a.source.table == "" {
		return fault.New(fault.Invalid, "bucket is %s; it wants a multiple of 5m, such as 15m, 1h, 6h or 1d", api.FormatDuration(a.bucket)).WithField("bucket")
	}
	a.from, a.to = floorBucket(from, a.bucket), floorBucket(to.Add(a.bucket-1), a.bucket)
	if n := a.to.Sub(a.from) / a.bucket; n > maxBuckets {
		return fault.New(fault.Invalid, "from and to are %d buckets apart; at most %d are answered: take a wider bucket or a shorter time", n, maxBuckets).WithField("bucket")
	}
	if span := a.to.Sub(a.from); a.character == "" && span > a.source.everybody {
		return fault.New(fault.Invalid, "from and to are %s apart; with buckets of %s and all characters at most %s are answered: name a character, take a bucket of whole hours or days, or a shorter time",
			api.FormatDuration(span), api.FormatDuration(a.bucket), api.FormatDuration(a.source.everybody)).WithField("from")
	}
	return nil
}

// floorBucket is the begin of the bucket that a time lies in.
func floorBucket(t time.Time, width time.Duration) time.Time {
	// In seconds: a Duration ends after 292 years.
	step, since := int64(width/time.Second), t.Unix()-bucketOrigin.Unix()
	return time.Unix(t.Unix()-((since%step)+step)%step, 0).UTC()
}

// Leader is what a character did within the window.
type Leader struct {
	CharacterName string   `json:"character_name"`
	Kills         int64    `json:"kills"`
	KillsPerHour  *float64 `json:"kills_per_hour"` // those made in the time online, by it; null: no time
	Rares         int64    `json:"rares"`
	Deaths        int64    `json:"deaths"`
	TapersUsed    int64    `json:"tapers_used"`
	SecondsOnline float64  `json:"seconds_online"`
}

// getLeaderboards answers what each character did within the window, most kills
// first. The window begins with the 5 minutes that it reaches into.
func (m *Module) getLeaderboards(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "window", "limit")
	if err != nil {
		return err
	}
	window := q.Duration("window", leaderboardWindow, fineBucket, maxLeaderboardWindow)
	limit := q.Int("limit", leaderboardLimit, 1, leaderboardLimit)
	if err := q.Err(); err != nil {
		return err
	}
	from := floorBucket(m.now().Add(-window), fineBucket)
	var leaders []Leader
	err = m.readScan(r.Context(), "leaderboards", func(ctx context.Context, db store.Querier) error {
		leaders, err = loadLeaders(ctx, db, from, limit)
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"window": api.FormatDuration(window), "from": from, "leaderboard": leaders})
}
