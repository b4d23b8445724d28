package inventory

import (
	"cmp"
	"strings"

	"overlord/inventory/gamedata"
)

// compareNames orders names as people do, and those that only look alike the
// same way each time.
func compareNames(a, b string) int {
	return cmp.Or(strings.Compare(gamedata.Fold(a), gamedata.Fold(b)), strings.Compare(a, b))
}
