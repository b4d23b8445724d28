package suitbuilder

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"overlord/store/fault"
	"overlord/suitbuilder/solve"
)

const wishes = `"cantrips":[{"name":"Strength","tier":"epic"},{"name":"Focus","tier":"epic"},{"name":"Endurance","tier":"epic"}]`

func TestASearchFromTheRequestToTheSuits(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil, quick)
	events := h.search(`{` + wishes + `,"primary_set":14,"primary_count":2,"target":"Anna","top":3}`)

	var phases []string
	for _, e := range named(events, eventPhase) {
		phases = append(phases, e.body["phase"].(string))
	}
	if want := "load reduce search prove"; !strings.HasPrefix(want, strings.Join(phases, " ")) || dig(named(events, eventPhase)[1].body, "items") != 8.0 {
		t.Errorf("phases %q, want %q", phases, want)
	}
	last := completed(events)
	if last.name != eventComplete || last.body["optimal"] != true || last.body["stopped_by"] != nil || last.body["bound"] != nil {
		t.Fatalf("the last event is %s %s", last.name, last.text)
	}
	told := map[any]event{}
	for _, e := range named(events, eventSuit) {
		told[e.body["id"]] = e
	}
	ranking := last.body["ranking"].([]any)
	if len(ranking) != 3 {
		t.Fatalf("ranking %v", ranking)
	}
	for _, id := range ranking {
		if e, ok := told[id]; !ok || e.body["provisional"] != false {
			t.Errorf("suit %v of the ranking was not told: %s", id, e.text)
		}
	}
	best := told[ranking[0]]
	for path, want := range map[string]any{
		"score.cantrips": 3.0, "score.set_pieces": 2.0, "score.armor_level": 1180.0, "score.fewest_owners": 2.0, "sets.14": 3.0, "armor_level": 1180.0,
		"items.0.name": "Crown", "items.0.slots.0": "head", "items.0.character_name": "Carl", "items.0.equipped": true, "items.0.set": 14.0, "items.0.set_name": "Adept's Set",
		"items.0.cantrips.0.name": "Endurance", "items.0.cantrips.0.tier": "epic", "items.0.item_id": 107.0,
		"items.1.name": "Breastplate", "items.1.ratings.crit_damage_rating": 1.0, "items.1.armor_level": 300.0,
		"items.2.slots.0": "upper_arms", "items.2.reduced_from.1": "lower_arms", "items.2.name": "Sleeves",
		"cantrips.reached.1.name": "Focus", "cantrips.missing": nil, "ratings.damage_rating": 2.0, "ratings.total_rating": 3.0,
	} {
		if got := dig(best.body, path); fmt.Sprint(got) != fmt.Sprint(want) && !(want == nil && fmt.Sprint(got) == "[]") {
			t.Errorf("%s is %v, want %v\n%s", path, got, want, best.text)
		}
	}
	logs := fmt.Sprint(named(events, eventLog))
	for _, want := range []string{"1 item is attuned to others than Anna and left out.", "1 item is beyond what Anna can wield."} {
		if !strings.Contains(logs, want) {
			t.Errorf("nobody says %q: %s", want, logs)
		}
	}
}

// Same request and data: the ranked suits are equal byte for byte.
func TestTheSameSearchTellsTheSameSuits(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil, quick)
	ranked := func() string {
		var texts []string
		for _, e := range named(h.search(`{`+wishes+`,"secondary_set":21,"top":5}`), eventSuit) {
			if e.body["provisional"] == false {
				texts = append(texts, e.text)
			}
		}
		return strings.Join(texts, "\n")
	}
	first := ranked()
	h.armory.change(func(list []Candidate) []Candidate {
		slices.Reverse(list)
		return append(list, list[0]) // told twice
	})
	if again := ranked(); first != again || first == "" {
		t.Errorf("%s\nand then\n%s", first, again)
	}
}

func TestOnlyWhatTheRequestTakes(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil, quick)
	worn := func(body string) string {
		events := h.search(body)
		last := completed(events)
		var names []string
		for _, e := range named(events, eventSuit) {
			if ranking := last.body["ranking"].([]any); len(ranking) > 0 && e.body["id"] == ranking[0] && e.body["provisional"] == false {
				for _, one := range e.body["items"].([]any) {
					names = append(names, dig(one, "name").(string))
				}
			}
		}
		return strings.Join(names, " ")
	}
	for body, want := range map[string]string{
		`{"objective":["armor_level"],"characters":["Anna"]}`:                             "Helmet Breastplate Sleeves",
		`{"objective":["armor_level"],"characters":["Anna"],"target":"Anna"}`:             "Breastplate Sleeves",
		`{"objective":["armor_level"],"include_inventory":false}`:                         "Crown",
		`{"objective":["armor_level"],"include_equipped":false,"slots":["head"]}`:         "Helmet",
		`{"objective":["total_rating"],"characters":["Anna"]}`:                            "Breastplate Shirt",
		`{"cantrips":[{"name":"Focus","tier":"major"}],"target":"Bert","slots":["neck"]}`: "Amulet",
		`{"cantrips":[{"name":"Focus","tier":"major"}],"target":"Anna","slots":["neck"]}`: "",
		`{"cantrips":[{"name":"Focus","tier":"major"}],"slots":["neck"]}`:                 "",
	} {
		if got := worn(body); got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// solving makes a solver of a function.
func solving(fn func(context.Context, *solve.Problem, solve.Options) *solve.Result) solve.Solver {
	return func(ctx context.Context, p *solve.Problem, o solve.Options) (*solve.Result, error) {
		return fn(ctx, p, o), nil
	}
}

func TestAnInvalidSuitIsNeverTold(t *testing.T) {
	t.Parallel()
	wrong := solve.Suit{Worn: []solve.Worn{{Piece: 0, ItemID: 101, Owner: "Anna", Slots: 1 << solve.Head}}, Score: []int64{0, 0, 0, 0, 0, 0, 0, 0}}
	h := newHouse(t, nil, solving(func(_ context.Context, _ *solve.Problem, o solve.Options) *solve.Result {
		o.OnSuit(wrong)
		return &solve.Result{Suits: []solve.Suit{wrong}, Optimal: true}
	}))
	events := h.search(`{"primary_set":14}`)
	last := events[len(events)-1]
	if len(named(events, eventSuit)) > 0 || last.name != eventError || last.body["code"] != "internal" || strings.Contains(last.text, "head") {
		t.Errorf("%+v", events)
	}
	if n := testutil.ToFloat64(h.refused); n != 2 {
		t.Errorf("%v suits were counted as refused", n)
	}
}

// What ended a search before its proof is said, to programs and to people.
func TestWhatStoppedASearchIsSaid(t *testing.T) {
	t.Parallel()
	for limit, want := range map[solve.Limit][2]string{
		solve.LimitMemory:  {"memory", "come to the 400 MB of memory"},
		solve.LimitStopped: {"time", "the 30000 ms that were given are over"},
	} {
		h := newHouse(t, nil, solving(func(context.Context, *solve.Problem, solve.Options) *solve.Result {
			return &solve.Result{Suits: []solve.Suit{{Score: make([]int64, 8)}}, Limit: limit, Bound: solve.Bound{Criterion: 1, Value: 4}}
		}))
		events := h.search(`{"primary_set":14}`)
		done := completed(events).body
		if done["optimal"] != false || done["stopped_by"] != want[0] || dig(done, "bound.criterion") != "set_pieces" || dig(done, "bound.value") != 4.0 || !strings.Contains(fmt.Sprint(named(events, eventLog)), want[1]) {
			t.Errorf("%s: %v %v", want[0], done, named(events, eventLog))
		}
	}
}

func TestAFailingInventoryEndsTheStream(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil, quick)
	h.armory.err = fault.New(fault.Unavailable, "the database is away")
	events := h.search(`{"primary_set":14}`)
	if last := events[len(events)-1]; last.name != eventError || last.body["code"] != "unavailable" || last.body["message"] != "the database is away" {
		t.Errorf("%+v", events)
	}
}

// Whoever leaves costs nothing any more: the solver is told, and not by its time limit.
func TestWhoLeavesEndsTheSearch(t *testing.T) {
	t.Parallel()
	begun, ended := make(chan struct{}), make(chan error, 1)
	h := newHouse(t, nil, solving(func(ctx context.Context, _ *solve.Problem, _ solve.Options) *solve.Result {
		close(begun)
		<-ctx.Done()
		ended <- ctx.Err()
		return &solve.Result{Limit: solve.LimitStopped}
	}))
	ctx, leave := context.WithCancel(t.Context())
	request, _ := http.NewRequestWithContext(ctx, http.MethodPost, h.site.URL+"/suitbuilder/search", strings.NewReader(`{"primary_set":14}`))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	<-begun
	leave()
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(patience):
		t.Fatal("the search goes on")
	}
}

func TestManySearchesStandInLineAndMoreAreTurnedAway(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	h := newHouse(t, nil, solving(func(ctx context.Context, _ *solve.Problem, _ solve.Options) *solve.Result {
		select {
		case <-release:
		case <-ctx.Done():
		}
		return &solve.Result{Optimal: true}
	}))
	const all = runningSearches + waitingSearches
	answers := make(chan []event, all)
	for range all {
		go func() { answers <- h.search(`{"primary_set":14}`) }()
	}
	for deadline := time.Now().Add(patience); len(h.slots.waiting) < all || len(h.slots.running) < runningSearches; {
		if time.Now().After(deadline) {
			t.Fatalf("%d stand in line", len(h.slots.waiting))
		}
		<-time.After(time.Millisecond)
	}
	response, err := http.Post(h.site.URL+"/suitbuilder/search", "application/json", strings.NewReader(`{"primary_set":14}`))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusTooManyRequests || response.Header.Get("Retry-After") == "" {
		t.Errorf("one more: %d", response.StatusCode)
	}
	close(release)
	waited := 0
	for range all {
		events := <-answers
		if last := completed(events); last.name != eventComplete {
			t.Errorf("%+v", events)
		}
		if strings.Contains(events[0].text, "begins after them") {
			waited++
		}
	}
	if waited != waitingSearches {
		t.Errorf("%d were told that they wait, want %d", waited, waitingSearches)
	}
	if len(h.slots.waiting)+len(h.slots.running) != 0 {
		t.Error("places are still taken")
	}
}

// However often the solver speaks, a person is told at a person's pace; the time
// limit is the solver's, and its end is said.
func TestThePaceAndTheTimeLimit(t *testing.T) {
	t.Parallel()
	armory := someArmory(t)
	synctest.Test(t, func(t *testing.T) {
		const limit = 3 * time.Second
		var spoke int
		s := &searcher{armory: armory, logger: slog.New(slog.DiscardHandler), now: time.Now, wrong: func() {}}
		s.solver = solving(func(ctx context.Context, p *solve.Problem, o solve.Options) *solve.Result {
			bests, _ := quick(ctx, p, solve.Options{})
			for ctx.Err() == nil {
				o.OnProgress(solve.Progress{Phase: solve.PhaseSearch, Nodes: int64(spoke), Considered: 5, Best: bests.Suits[0].Score, Bound: solve.Bound{Criterion: 1, Value: 5}})
				o.OnSuit(bests.Suits[0])
				spoke++
				time.Sleep(5 * time.Millisecond) // the test's own clock
			}
			return &solve.Result{Suits: bests.Suits, Limit: solve.LimitStopped, Bound: solve.Bound{Criterion: 5, Value: 2000}}
		})
		p, err := read(fmt.Sprintf(`{"primary_set":14,"time_limit_ms":%d}`, limit.Milliseconds()))
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		counts, at := map[string]int{}, map[string]time.Duration{}
		var done Complete
		err = s.search(t.Context(), p, func(event string, body any) error {
			if counts[event] == 0 {
				at[event] = time.Since(begin)
			}
			counts[event]++
			if c, last := body.(Complete); last {
				done = c
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if spoke < 600 || counts[eventProgress] < 10 || counts[eventProgress] > 13 || counts[eventSuit] > 31+10 || at[eventSuit] != 0 {
			t.Errorf("the solver spoke %d times; told were %v, the first suit after %s", spoke, counts, at[eventSuit])
		}
		if done.Optimal || *done.StoppedBy != "time" || *done.Bound != (Bound{"armor_level", 2000}) || done.ElapsedMS < limit.Milliseconds() {
			t.Errorf("%+v", done)
		}
	})
}

func TestAStoppingServerSaysSo(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil, quick)
	err := fmt.Errorf("search: %w", errGone)
	if h.fail(&http.Request{}, nil, err) != nil {
		t.Error("who is gone was told something")
	}
}
