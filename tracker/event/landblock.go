package event

import "strconv"

// Landblock names one of the game's 256 by 256 blocks of land by its number in
// four upper-case hexadecimal digits, "01D9". The empty one is unknown.
type Landblock string

// LandblockOf is the landblock of a number: a landblock's, or that of a cell
// in it, whose upper 16 bits are the landblock's.
func LandblockOf(number uint32) Landblock {
	if number > 0xFFFF {
		number >>= 16
	}
	const hex = "0123456789ABCDEF"
	return Landblock([]byte{hex[number>>12], hex[number>>8&15], hex[number>>4&15], hex[number&15]})
}

// ParseLandblock reads hexadecimal digits, with or without 0x: up to four for
// a landblock, more for a cell in one.
func ParseLandblock(text string) (Landblock, bool) {
	if len(text) > 2 && text[0] == '0' && text[1]|0x20 == 'x' {
		text = text[2:]
	}
	number, err := strconv.ParseUint(text, 16, 32)
	if err != nil {
		return "", false
	}
	if len(text) > 4 {
		number >>= 16
	}
	return LandblockOf(uint32(number)), true
}
