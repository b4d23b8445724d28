package suitbuilder

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"overlord/suitbuilder/solve"
)

// explained is the explanation after a search.
func explained(t *testing.T, h *house, body string) (explanation map[string]any, said string) {
	t.Helper()
	events := h.search(body)
	last := events[len(events)-1]
	if last.name != eventExplanation {
		t.Fatalf("%s: %s %s", body, last.name, last.text)
	}
	var lines []string
	for _, e := range named(events, eventLog) {
		lines = append(lines, e.body["message"].(string))
	}
	return last.body, strings.Join(lines, "\n")
}

// Where there is no suit, the fewest demands that cannot hold together are named.
func TestAConflictIsNamed(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil, quick)
	for _, c := range []struct{ body, want, said string }{
		{`{"primary_set":14,"primary_count":4,"set_mode":"require"}`, "[4 pieces of set 14]", "No suit: 4 pieces of set 14 cannot be met."},
		{`{"primary_set":14,"primary_count":3,"set_mode":"require","slots":["chest","upper_arms","feet"]}`, "[3 pieces of set 14 only the slots asked for]", "cannot hold together"},
		{`{"cantrips":[{"name":"Focus","tier":"legendary","required":true}]}`, "[the required legendary Focus]", "legendary Focus cannot be met"},
		{`{"objective":["armor_level"],"locked":[{"character":"Anna","item_id":106},{"character":"Carl","item_id":107}]}`, "[the locked Helmet of Anna the locked Crown of Carl]", "these cannot hold together"},
		{`{"objective":["armor_level"],"min":{"armor_level":5000}}`, "[the minimum of 5000 for armor_level]", "minimum of 5000"},
		{`{"objective":["armor_level"],"locked":[{"character":"Anna","item_id":999}]}`, "[the locked item 999 of Anna]", "The locked item 999 of Anna is not among the items that may be worn."},
		{`{"objective":["armor_level"],"locked":[{"character":"Anna","item_id":103}]}`, "[the locked item 103 of Anna]", "The locked item 103 of Anna is held by Bert."},
		{`{"objective":["armor_level"],"locked":[{"character":"Anna","item_id":101,"slot":"head"}]}`, "[the locked Breastplate of Anna on head]", "cannot be worn on head"},
		{`{"objective":["armor_level"],"target":"Anna","locked":[{"character":"Bert","item_id":105}]}`, "[the locked Amulet of Bert what may be worn by the target (attuned items, wield requirements)]", "The locked item 105 of Bert is attuned."},
		{`{"objective":["armor_level"],"target":"Anna","locked":[{"character":"Anna","item_id":106}]}`, "[the locked Helmet of Anna what may be worn by the target (attuned items, wield requirements)]", "cannot be wielded by Anna"},
		{`{"cantrips":[{"name":"Endurance","tier":"epic","required":true}],"excluded":[{"item_id":103},{"item_id":107}]}`, "[the required epic Endurance the excluded items]", ""},
	} {
		explanation, said := explained(t, h, c.body)
		if got := fmt.Sprint(dig(explanation, "conflict")); got != c.want || !strings.Contains(said, c.said) || dig(explanation, "whole") != true {
			t.Errorf("%s:\n%s, want %s\n%s", c.body, got, c.want, said)
		}
		if fields := dig(explanation, "conflict_fields").([]any); len(fields) != len(dig(explanation, "conflict").([]any)) {
			t.Errorf("%s: %v for %s", c.body, fields, c.want)
		}
	}
}

// Each demand says which member of the request it is, so that a page can offer to
// drop it.
func TestAConflictPointsIntoTheRequest(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil, quick)
	for _, c := range []struct{ body, want string }{
		{`{"primary_set":14,"primary_count":4,"set_mode":"require"}`, "[primary_set]"},
		{`{"primary_set":14,"primary_count":3,"set_mode":"require","slots":["chest","upper_arms","feet"]}`, "[primary_set slots]"},
		{`{"cantrips":[{"name":"Strength","tier":"minor"},{"name":"Focus","tier":"legendary","required":true}]}`, "[cantrips.1]"},
		{`{"objective":["armor_level"],"min":{"armor_level":5000}}`, "[min.armor_level]"},
		{`{"objective":["armor_level"],"target":"Anna","locked":[{"character":"Anna","item_id":106}]}`, "[locked.0 target]"},
		{`{"cantrips":[{"name":"Endurance","tier":"epic","required":true}],"excluded":[{"item_id":103},{"item_id":107}]}`, "[cantrips.0 excluded]"},
	} {
		explanation, _ := explained(t, h, c.body)
		if got := fmt.Sprint(dig(explanation, "conflict_fields")); got != c.want {
			t.Errorf("%s: %s, want %s", c.body, got, c.want)
		}
	}
}

func TestMissingCantripsAreExplained(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil, quick)
	for _, c := range []struct{ body, reason string }{
		{`{"cantrips":[{"name":"Strength","tier":"legendary"}]}`, "no item has it; the best there is is epic"},
		{`{"cantrips":[{"name":"Quickness","tier":"feeble"}]}`, "no item has it in any tier"},
		{`{"cantrips":[{"name":"Focus","tier":"major"}],"excluded":[{"item_id":104}]}`, "2 items have it, none of which may be worn"},
		{`{"objective":["fewest_owners","cantrips"],"target":"Anna","cantrips":[{"name":"Focus","tier":"epic"}]}`, "it would cost fewest_owners: 1 in place of 0"},
		{`{"objective":["armor_level"],"slots":["upper_arms","lower_arms"],"locked":[{"character":"Anna","item_id":102,"slot":"lower_arms"}],"cantrips":[{"name":"Endurance","tier":"epic"}]}`, "it cannot be had together with what is demanded"},
		{`{"objective":["armor_level"],"slots":["head"],"cantrips":[{"name":"Endurance","tier":"epic"}]}`, "it would cost armor_level: 280 in place of 400"},
	} {
		explanation, said := explained(t, h, c.body)
		if got := dig(explanation, "missing.0.reason"); got != c.reason || !strings.Contains(said, "is missing: "+c.reason+".") {
			t.Errorf("%s: %v, want %q\n%s", c.body, got, c.reason, said)
		}
	}
	explanation, _ := explained(t, h, `{"cantrips":[{"name":"Strength","tier":"legendary"},{"name":"Quickness","tier":"feeble"}]}`)
	if got := fmt.Sprint(dig(explanation, "missing.0.best"), dig(explanation, "missing.1.best")); got != "epic<nil>" && got != "epic <nil>" {
		t.Errorf("the best tiers there are: %s", got)
	}
	explanation, _ = explained(t, h, `{"cantrips":[{"name":"Strength","tier":"epic"}]}`)
	if missing := dig(explanation, "missing"); len(missing.([]any)) != 0 {
		t.Errorf("nothing is missing: %v", missing)
	}
}

func TestWhatIsWorthLookingFor(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil, quick)
	for _, c := range []struct{ body, item, why string }{
		{`{"cantrips":[{"name":"Endurance","tier":"epic"}],"characters":["Anna"],"slots":["head"]}`, "Crown", "not among the characters asked for"},
		{`{"cantrips":[{"name":"Endurance","tier":"epic"}],"include_equipped":false,"slots":["head"]}`, "Crown", "worn now"},
		{`{"cantrips":[{"name":"Strength","tier":"epic"}],"include_inventory":false,"slots":["chest"]}`, "Breastplate", "in a pack"},
		{`{"cantrips":[{"name":"Focus","tier":"epic"}],"excluded":[{"item_id":104}]}`, "Ring", "excluded"},
		{`{"cantrips":[{"name":"Strength","tier":"epic"}],"characters":["Anna"],"slots":["chest"]}`, "<nil>", ""},
		{`{"cantrips":[{"name":"Focus","tier":"epic"}]}`, "<nil>", ""},
	} {
		explanation, said := explained(t, h, c.body)
		if got := fmt.Sprint(dig(explanation, "worth_looking_for.name")); got != c.item || c.why != "" && (dig(explanation, "worth_looking_for.why") != c.why || !strings.Contains(said, "Worth looking for: "+c.item)) {
			t.Errorf("%s: %v\n%s", c.body, dig(explanation, "worth_looking_for"), said)
		}
	}
}

// What nobody has yet is wished for: the slot, the set and the cantrips that would
// help most.
func TestWhatIsWorthHunting(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil, quick)
	explanation, said := explained(t, h, `{"cantrips":[{"name":"Strength","tier":"legendary"},{"name":"Focus","tier":"epic"}],"primary_set":14,"primary_count":4}`)
	if got := fmt.Sprint(dig(explanation, "wishes.0.slot"), dig(explanation, "wishes.0.set"), dig(explanation, "wishes.0.cantrips.0.tier"), dig(explanation, "wishes.0.score.set_pieces")); got != "abdomen14legendary4" ||
		!strings.Contains(said, "Worth hunting: a piece for abdomen with Legendary Strength, of Adept's Set would bring cantrips: 2 in place of 1.") || len(dig(explanation, "wishes").([]any)) != maxWishes {
		t.Errorf("%s %v\n%s", got, dig(explanation, "wishes"), said)
	}
	if explanation, _ := explained(t, h, `{"cantrips":[{"name":"Focus","tier":"epic"}]}`); len(dig(explanation, "wishes").([]any)) != 0 {
		t.Errorf("nothing is missing: %v", explanation)
	}
}

// What is proved is told at once, however long it takes to explain it; and whoever
// leaves then ends the explanation.
func TestTheProofDoesNotWaitForItsExplanation(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	var searches atomic.Int64
	h := newHouse(t, nil, func(ctx context.Context, p *solve.Problem, o solve.Options) (*solve.Result, error) {
		if searches.Add(1) == 1 {
			return quick(ctx, p, o)
		}
		<-ctx.Done()
		close(ended)
		return &solve.Result{Limit: solve.LimitStopped}, nil
	})
	ctx, leave := context.WithCancel(t.Context())
	request, _ := http.NewRequestWithContext(ctx, http.MethodPost, h.site.URL+"/suitbuilder/search", strings.NewReader(`{"cantrips":[{"name":"Focus","tier":"epic"}],"excluded":[{"item_id":104}],"characters":["Anna"]}`))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	scanner := bufio.NewScanner(response.Body)
	for line := ""; line != "event: "+eventComplete; line = scanner.Text() {
		if !scanner.Scan() {
			t.Fatal("the stream ends without an answer")
		}
	}
	if scanner.Scan(); !strings.Contains(scanner.Text(), `"optimal":true`) {
		t.Errorf("%s", scanner.Text())
	}
	leave()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Fatal("the explanation goes on")
	}
}
