package event

// Landblock names one of the game's 256 by 256 blocks of land by its number in
// four upper-case hexadecimal digits, "01D9". The empty one is unknown.
type Landblock string
