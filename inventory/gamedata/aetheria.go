package gamedata

import "sync"

// Aetheria is a colour of aetheria (aetheria.tsv).
type Aetheria struct {
	Bit        int32  // 1, 2 or 4
	Color      string // Blue, Yellow, Red
	Equip      int64  // bit of the equip mask
	WieldLevel int    // character level that opens the slot
}

var aetheria = sync.OnceValue(func() []Aetheria {
	t := readTable("aetheria.tsv")
	bit, color, equip, level := t.number("bit"), t.column("color"), t.number("equip_slot_value"), t.number("wield_level")
	list := make([]Aetheria, len(t.rows))
	for i, r := range t.rows {
		list[i] = Aetheria{int32(bit(r)), color(r), int64(equip(r)), int(level(r))}
	}
	return list
})

// AetheriaBits returns the colours of the sigil slots in an equip mask, as bits.
func AetheriaBits(equip int64) int32 {
	var bits int32
	for _, a := range aetheria() {
		if equip&a.Equip != 0 {
			bits |= a.Bit
		}
	}
	return bits
}
