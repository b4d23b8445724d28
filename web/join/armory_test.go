package join

import (
	"encoding/json"
	"reflect"
	"testing"

	"overlord/inventory/item"
	"overlord/tracker"
)

func TestWhatASheetTellsAboutWearing(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]item.Wielder{
		`{}`:            {},
		`{"level":275}`: {Level: new(int32(275))},
		`{"level":12,"skills":{"war_magic":{"base":350,"training":"Trained"},"missile_defense":{"base":5,"training":"Untrained"},"juggling":{"base":9},"item_tinkering":{"base":7,"training":"Specialized"}}}`: {
			Level: new(int32(12)), Skills: map[int32]int32{34: 350, 7: 5, 18: 7}, Trained: map[int32]int32{34: 2, 7: 1, 18: 3}},
		`{"race":"Aluvian","level":1}`:   {Level: new(int32(1)), Heritage: new(int32(1))},
		`{"race":7}`:                     {},
		`{"race":"Snowman"}`:             {},
		`{"level":"twelve","skills":[]}`: {},
	} {
		var sheet tracker.Sheet
		if err := json.Unmarshal([]byte(text), &sheet); err != nil {
			t.Fatal(err)
		}
		if got, err := wielderOf(sheet); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v %v, want %+v", text, got, err, want)
		}
	}
}
