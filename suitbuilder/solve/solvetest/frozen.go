package solvetest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"overlord/suitbuilder/solve"
)

//go:embed testdata/frozen.json
var frozenText []byte

// Frozen is a small problem whose best suits are known: worked out by hand,
// confirmed by the brute force. Each is about one mistake that is easily made.
type Frozen struct {
	Name    string        `json:"name"`
	Problem solve.Problem `json:"problem"`
	Best    [][]string    `json:"best"`  // the suits, best first: "id owner slot+slot", and "reduced" where it is
	Score   []int64       `json:"score"` // of the first
}

// FrozenProblems are all of them.
func FrozenProblems() ([]Frozen, error) {
	var list []Frozen
	if err := json.Unmarshal(frozenText, &list); err != nil {
		return nil, fmt.Errorf("testdata/frozen.json: %w", err)
	}
	return list, nil
}

// Written is a suit as Frozen writes it.
func Written(s *solve.Suit) []string {
	lines := []string{}
	for _, w := range s.Worn {
		var slots []string
		for _, at := range w.Slots.List() {
			slots = append(slots, solve.SlotNames[at])
		}
		line := fmt.Sprintf("%d %s %s", w.ItemID, w.Owner, strings.Join(slots, "+"))
		if w.Reduced {
			line += " reduced"
		}
		lines = append(lines, line)
	}
	return lines
}
