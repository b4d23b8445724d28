package tracker

import (
	"encoding/json"
	"fmt"
	"testing"
)

// What others ask of a character is what its last sheet says.
func TestSheetsForOthers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, err := h.pool.Exec(t.Context(), `insert into character_stats (character_name, "timestamp", level, stats_data) values
		('Larsa', now(), 275, '{"skills": {"war_magic": {"base": 350, "training": "Trained"}}}'), ('Shy', now(), null, '{}')`)
	if err != nil {
		t.Fatal(err)
	}
	levels, err := h.module.Levels(t.Context())
	if err != nil || fmt.Sprint(levels) != "map[Larsa:275]" {
		t.Errorf("%v %v", levels, err)
	}
	sheet, err := h.module.CharacterSheet(t.Context(), "Larsa")
	text, _ := json.Marshal(sheet["skills"])
	if err != nil || string(text) != `{"war_magic":{"base":350,"training":"Trained"}}` {
		t.Errorf("%s %v", text, err)
	}
	sheets, err := h.module.Sheets(t.Context(), []string{"Larsa", "Shy", "Stranger"})
	text, _ = json.Marshal(sheets)
	if want := `{"Larsa":{"level":275,"skills":{"war_magic":{"base":350,"training":"Trained"}}},"Shy":{"level":null}}`; err != nil || string(text) != want {
		t.Errorf("%s %v", text, err)
	}
	if sheet, err := h.module.CharacterSheet(t.Context(), "Stranger"); sheet != nil || err != nil {
		t.Errorf("%v %v", sheet, err)
	}
}
