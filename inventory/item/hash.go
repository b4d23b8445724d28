package item

import (
	"crypto/sha256"
	"strconv"
)

// rules is the version of what Decode makes of an object. A change of it changes
// every hash, so that the next upload writes every item anew.
const rules = 1

// Hash names what is known of an item: two items with one hash are the same but
// for the time of their appraisal. It is taken of the object, so it is the same
// whichever way the JSON is spelled, and whatever this program derives from it.
// An item without OriginalJSON has the hash of nothing.
func (i *Item) Hash() [16]byte {
	var canonical []byte
	if object, err := parseObject(i.Raw.OriginalJSON); err == nil {
		object.remove("LastIdTime")
		object.set("Id", number(strconv.FormatInt(i.ItemID, 10)))
		canonical = object.appendTo([]byte{rules})
	}
	sum := sha256.Sum256(canonical)
	return [16]byte(sum[:16])
}
