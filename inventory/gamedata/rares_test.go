package gamedata

import "testing"

func TestGreatAndCommonRares(t *testing.T) {
	t.Parallel()
	seen := map[int]bool{}
	for _, r := range Rares() {
		seen[r.Tier] = true
		if got, want := IsGreatRare(r.Name), r.Tier != 1 && r.Tier != 2; got != want {
			t.Errorf("%s of tier %d is great: %v, want %v", r.Name, r.Tier, got, want)
		}
	}
	for tier := 1; tier <= 6; tier++ {
		if !seen[tier] {
			t.Errorf("no rare of tier %d was tried", tier)
		}
	}
	for _, name := range []string{"", "Pearl of a Future Patch", "pearl of blood drinking"} {
		if !IsGreatRare(name) {
			t.Errorf("%q is not in the list and must count as great", name)
		}
	}
}
