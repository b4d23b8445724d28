package simulate

import "math"

// vitals are the shares, 0 to 1, of what a character can have, and its vitae.
type vitals struct {
	health, stamina, mana float64
	vitae                 int // percent taken by deaths, 0 to 40
}

// recover is a step of regaining, and of losing while fighting.
func (v *vitals) recover(c chance, fighting bool) {
	gain := 0.12
	if fighting {
		v.health -= c.Float64() * 0.1
		v.stamina -= c.Float64() * 0.04
		v.mana -= c.Float64() * 0.05
		gain = 0.05
	}
	v.health = inShare(v.health + c.Float64()*gain)
	v.stamina = inShare(v.stamina + c.Float64()*gain)
	v.mana = inShare(v.mana + c.Float64()*gain)
	if v.vitae > 0 && c.oneIn(240) {
		v.vitae--
	}
}

// die leaves half of everything and takes five percent of vitae.
func (v *vitals) die() {
	v.health, v.stamina, v.mana = 0.5, 0.5, 0.5
	v.vitae = min(v.vitae+5, 40)
}

// inShare keeps the living above a tenth.
func inShare(v float64) float64 { return math.Min(math.Max(v, 0.1), 1) }
