package tracker

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"overlord/web/api"
)

// replayAnswer is read as the comment of getReplay says, and not as the writer
// does it.
type replayAnswer struct {
	From, To    time.Time
	Step        string
	StepSeconds float64 `json:"step_seconds"`
	Scale       float64
	Characters  []string
	Frames      [][][]int64
}

// play gives, frame by frame, where each character is, in units.
func (a replayAnswer) play(t testing.TB) []map[string][2]int64 {
	t.Helper()
	var frames []map[string][2]int64
	told := make([][2]int64, len(a.Characters))
	here := map[string][2]int64{}
	for k, frame := range a.Frames {
		if len(frame) < 1 || len(frame) > 2 || len(frame[0])%3 != 0 {
			t.Fatalf("frame %d is %v", k, frame)
		}
		index := -1
		for moves := frame[0]; len(moves) > 0; moves = moves[3:] {
			index += int(moves[0])
			told[index][0] += moves[1]
			told[index][1] += moves[2]
			here[a.Characters[index]] = told[index]
		}
		if len(frame) == 2 {
			for _, gone := range frame[1] {
				if _, was := here[a.Characters[gone]]; !was {
					t.Errorf("frame %d: %s goes without having been there", k, a.Characters[gone])
				}
				delete(here, a.Characters[gone])
			}
		}
		now := map[string][2]int64{}
		for name, at := range here {
			now[name] = at
		}
		frames = append(frames, now)
	}
	return frames
}

// positions is what the model says of one moment.
func (c *chronicle) positions(at time.Time) map[string][2]int64 {
	out, last := map[string][2]int64{}, map[string]time.Time{}
	for _, s := range c.telemetry {
		if s.at.After(at) || at.Sub(s.at) > 30*time.Second || s.at.Before(last[s.character]) {
			continue
		}
		last[s.character] = s.at
		out[s.character] = [2]int64{int64(math.Round(s.ew * 1000)), int64(math.Round(s.ns * 1000))}
	}
	return out
}

func TestReplayShowsEveryoneAtEachStep(t *testing.T) {
	b, c := newBench(t), &chronicle{}
	anEvening(b, c, beforeMidnight, 500)
	end := c.telemetry[len(c.telemetry)-1].at
	a := newAsker(t, b.pool, end)
	some := 0
	for _, step := range []time.Duration{time.Second, 7 * time.Second, 10 * time.Second, 30 * time.Second, 31 * time.Second, 5 * time.Minute, 6 * time.Hour} {
		for _, span := range [][2]time.Time{{beforeMidnight.Add(-time.Minute), end.Add(time.Minute)}, {beforeMidnight.Add(11 * time.Minute), beforeMidnight.Add(20 * time.Minute)}, {end.Add(time.Hour), end.Add(time.Hour)}} {
			got := mustAnswer[replayAnswer](a, "/replay", "from", stamp(span[0]), "to", stamp(span[1]), "step", api.FormatDuration(step))
			from := span[0]
			if step%(10*time.Second) == 0 {
				from = from.Truncate(10 * time.Second)
			}
			if !got.From.Equal(from) || !got.To.Equal(span[1]) || got.StepSeconds != step.Seconds() || got.Scale != 1000 || got.Step != api.FormatDuration(step) {
				t.Errorf("asked for %v by %s, answered %s to %s by %s", span, step, got.From, got.To, got.Step)
			}
			if want := int(span[1].Sub(from)/step) + 1; len(got.Frames) != want {
				t.Errorf("%d frames, want %d", len(got.Frames), want)
			}
			if !slices.IsSorted(got.Characters) {
				t.Errorf("characters %q", got.Characters)
			}
			for k, frame := range got.play(t) {
				want := c.positions(from.Add(time.Duration(k) * step))
				if fmt.Sprint(frame) != fmt.Sprint(want) {
					t.Fatalf("%v by %s, frame %d: %v, want %v", span, step, k, frame, want)
				}
				some += len(want)
			}
		}
	}
	if some < 1000 {
		t.Errorf("only %d positions were compared", some)
	}
	if got := mustAnswer[replayAnswer](a, "/replay"); len(got.Frames) != 361 || !got.To.Equal(end) {
		t.Errorf("the last hour by 10 s: %d frames to %s", len(got.Frames), got.To)
	}
}

func TestReplayRefusesBadParametersByName(t *testing.T) {
	b := newBench(t)
	a := newAsker(t, b.pool, epoch)
	// As if the hours before had been very busy.
	if _, err := b.pool.Exec(t.Context(), `insert into telemetry_1h (character_name, bucket, samples) select 'A', $1::timestamptz - i * interval '1 hour', 5000000 from generate_series(0, 9) i`, epoch); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		field      string
		parameters []string
	}{
		{"step", []string{"step", "0s"}},
		{"step", []string{"step", "10"}},
		{"step", []string{"step", "2d"}},
		{"step", []string{"step", "1s", "from", stamp(epoch.Add(-24 * time.Hour))}},
		{"from", []string{"from", stamp(epoch.Add(time.Second))}},
		{"from", []string{"from", "noon"}},
		{"from", []string{"from", stamp(epoch.Add(-9 * time.Hour))}}, // too many rows
		{"from", []string{"from", stamp(epoch.Add(-3 * time.Hour)), "step", "11s"}},
		{"to", []string{"to", "noon"}},
		{"character", []string{"character", "A"}},
	} {
		status, body := a.ask("/replay", c.parameters...)
		var answer struct{ Error struct{ Code, Field string } }
		if err := json.Unmarshal(body, &answer); err != nil || status != 400 || answer.Error.Field != c.field {
			t.Errorf("%q: %d %s, want 400 for %s", c.parameters, status, body, c.field)
		}
	}
	if status, body := a.ask("/replay", "from", stamp(epoch.Add(-9*time.Hour)), "step", "30m"); status != 200 {
		t.Errorf("long steps read little: %d %s", status, body)
	}
}

// An hour of 200 characters who all move all the time, as fast as anybody runs.
func TestAnHourOf200CharactersIsBelowAMegabyte(t *testing.T) {
	var out bytes.Buffer
	buffer := bufio.NewWriter(&out)
	names := make([]string, 200)
	for i := range names {
		names[i] = fmt.Sprintf("Character %03d", i)
	}
	w := newReplayWriter(buffer, names, epoch, 10*time.Second, 361)
	random := rand.New(rand.NewPCG(1, 2))
	ew, ns := make([]float64, 200), make([]float64, 200)
	for k := range 361 {
		for i, name := range names {
			ew[i] += random.Float64()/2 - 0.25 // 60 m in 10 s
			ns[i] += random.Float64()/2 - 0.25
			w.add(name, epoch.Add(time.Duration(k)*10*time.Second), ew[i], ns[i])
		}
	}
	w.finish()
	if err := buffer.Flush(); err != nil {
		t.Fatal(err)
	}
	if out.Len() > 1_000_000 || out.Len() < 361*200*5 {
		t.Errorf("%d bytes", out.Len())
	}
}

// A position at a frame's very time is that frame's, one of 30 s before is still
// shown, and who stands still costs nothing.
func TestFramesOfAReplay(t *testing.T) {
	var out bytes.Buffer
	buffer := bufio.NewWriter(&out)
	w := newReplayWriter(buffer, []string{"A", "B", "C"}, epoch, 10*time.Second, 7)
	at := func(s float64) time.Time { return epoch.Add(time.Duration(s * float64(time.Second))) }
	w.add("C", at(-30), 1, 2)
	w.add("A", at(-30.001), 5, 5) // too long ago
	w.add("A", at(0), -1.0004, 2.0006)
	w.add("A", at(10), -1, 2)
	w.add("B", at(20.001), 0, 0)
	w.add("Nobody", at(21), 9, 9)
	w.add("B", at(25), 0, 0)
	w.add("A", at(25), -1.0001, 2)
	w.add("B", at(60), 0, 0.001)
	w.finish()
	if err := buffer.Flush(); err != nil {
		t.Fatal(err)
	}
	const want = `[[1,-1000,2001,2,1000,2000]],[[1,0,-1],[2]],[[]],[[2,0,0]],[[]],[[]],[[2,0,1],[0]]`
	if out.String() != want {
		t.Errorf("frames\n%s\nwant\n%s", out.String(), want)
	}
}

func TestARequestThatGoesAwayCancelsItsQuery(t *testing.T) {
	b := newBench(t)
	a := newAsker(t, b.pool, epoch)
	lock, err := b.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lock.Rollback(context.Background()) }()
	if _, err := lock.Exec(t.Context(), `lock table telemetry_1h, telemetry_5m in access exclusive mode`); err != nil {
		t.Fatal(err)
	}
	waiting := func() string {
		return b.query(`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
	}
	until := func(what, want string) {
		t.Helper()
		for end := time.Now().Add(patience); waiting() != want; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s: %s queries wait", what, waiting())
			}
		}
	}
	for _, path := range []string{"/leaderboards", "/replay", "/history/summary", "/trails?seconds=86400"} {
		ctx, goAway := context.WithCancel(t.Context())
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.site.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() {
			answer, err := http.DefaultClient.Do(request)
			if err == nil {
				answer.Body.Close()
			}
			ended <- err
		}()
		until(path+" asks", "1")
		goAway()
		if err := <-ended; err == nil || !strings.Contains(err.Error(), "canceled") {
			t.Errorf("%s: %v", path, err)
		}
		until(path+" went away", "0")
	}
}
