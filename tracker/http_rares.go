package tracker

import (
	"context"
	"net/http"
	"strconv"

	"overlord/inventory/gamedata"
	"overlord/store"
	"overlord/web/api"
)

const (
	eventsLimit = 100  // default of lists of events
	maxEvents   = 1000 // the most of one page
)

// What tier= takes besides a number.
const (
	tierCommon = "common"
	tierGreat  = "great"
)

// raresAnswer is the body of /rares.
type raresAnswer struct {
	Rares []RareRow `json:"rares"`
	Next  *string   `json:"next"`
}

// getRares answers the rares that were found, newest first.
func (m *Module) getRares(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "character", "tier", "from", "to", "limit", "cursor")
	if err != nil {
		return err
	}
	asked := rareAsked{character: q.String("character", "")}
	asked.names, asked.others = namesOfTier(q.Enum("tier", "", "1", "2", "3", "4", "5", "6", tierCommon, tierGreat))
	asked.from, asked.to = span(q)
	limit := q.Int("limit", eventsLimit, 1, maxEvents)
	if key := new(rareListKey); q.Cursor("rares", key) {
		asked.after = key
	}
	if err := q.Err(); err != nil {
		return err
	}
	if err := checkSpan(asked.from, asked.to); err != nil {
		return err
	}
	var answer raresAnswer
	err = m.read(r.Context(), "rares", func(ctx context.Context, db store.Querier) (err error) {
		answer.Rares, err = loadRares(ctx, db, asked, limit+1)
		return err
	})
	if err != nil {
		return err
	}
	answer.Rares, answer.Next, err = api.Page(q, "rares", answer.Rares, limit, func(r RareRow) any { return rareListKey{r.Timestamp, r.ID} })
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}

// namesOfTier are the rares of a tier, of the common tiers, or, for great, those
// that are not great: great is every other name.
func namesOfTier(tier string) (names []string, others bool) {
	if tier == "" {
		return nil, false
	}
	number, _ := strconv.Atoi(tier) // 0 for a word
	names = []string{}
	for _, rare := range gamedata.Rares() {
		common := !gamedata.IsGreatRare(rare.Name)
		if number > 0 && rare.Tier == number || number == 0 && common {
			names = append(names, rare.Name)
		}
	}
	return names, tier == tierGreat
}
