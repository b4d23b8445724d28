package inventory

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"

	"overlord/inventory/item"
	"overlord/tracker/event"
)

// Rejection is an item of an upload that was left out, and why.
type Rejection struct {
	Index  int    `json:"index"`             // in the upload, from 0
	ItemID *int64 `json:"item_id,omitempty"` // the game's, where it can be read
	Reason string `json:"reason"`
}

// fingerprint is a hash that tells equal items from different ones.
type fingerprint [16]byte

// upload is what one event says of a character's items.
type upload struct {
	character string
	at        time.Time // the event's: it decides who owns an item that two claim
	whole     bool      // what it does not name is gone
	modest    bool      // it takes no item from another character
	full      bool      // it is a full inventory: its time is the character's
	elements  []element
	rejected  []Rejection
	blurred   bool // an item was broken so badly that nobody knows which it is
}

// element is one item of an upload on its way into the database.
type element struct {
	index int
	raw   json.RawMessage
	sent  fingerprint
	item  *item.Item // nil: it was not looked into, because it is stored already
}

// uploadOf is what a full inventory says. One whose count is not that of its
// items is not whole: what it does not name may have got lost on the way.
func uploadOf(ev *event.Event, f *event.FullInventory) *upload {
	u := &upload{
		character: ev.CharacterName, at: ev.Timestamp, full: true,
		whole:    !f.ItemCount.OK || int(f.ItemCount.V) == f.Len,
		elements: make([]element, 0, f.Len),
	}
	for i, raw := range f.Elements() {
		u.elements = append(u.elements, element{index: i, raw: raw, sent: sentHash(raw)})
	}
	return u
}

// changeOf is what one changed item says.
func changeOf(ev *event.Event, d *event.InventoryDelta) *upload {
	return &upload{
		character: ev.CharacterName, at: ev.Timestamp,
		elements: []element{{raw: d.Item, sent: sentHash(d.Item)}},
	}
}

var lastIDTime = []byte(`"LastIdTime":`)

// rules changes with what items are made into: an upload of before these rules is
// looked into anew.
var rules = (&item.Item{Raw: item.Raw{OriginalJSON: json.RawMessage(`{}`)}}).Hash()

// sentHash is the hash of an item's JSON as it came, but for when it was
// appraised, which alone is no news.
func sentHash(raw []byte) (sum fingerprint) {
	h := sha256.New()
	h.Write(rules[:])
	if at := bytes.Index(raw, lastIDTime); at >= 0 {
		h.Write(raw[:at])
		raw = raw[at+len(lastIDTime):]
		if end := bytes.IndexAny(raw, ",}"); end >= 0 {
			raw = raw[end:]
		}
	}
	h.Write(raw)
	return fingerprint(h.Sum(nil)[:len(sum)])
}

// decode looks into the elements that are not known by their hash, and leaves out
// those that are broken or come twice. known gives the game's id of an item that
// is stored from the very same bytes; 0: none is.
func (u *upload) decode(known func(fingerprint) int64) {
	seen := make(map[int64]bool, len(u.elements))
	kept := u.elements[:0]
	for _, e := range u.elements {
		id := known(e.sent)
		if id == 0 {
			decoded, err := item.Decode(e.raw)
			if err != nil {
				u.reject(e, peekID(e.raw), err.Error())
				continue
			}
			e.item, id = decoded, decoded.ItemID
		}
		if seen[id] {
			u.reject(e, id, "the upload has this item already, earlier")
			continue
		}
		seen[id] = true
		kept = append(kept, e)
	}
	u.elements = kept
}

// reject leaves an element out; id is the game's, 0 where it cannot be read.
func (u *upload) reject(e element, id int64, reason string) {
	r := Rejection{Index: e.index, Reason: reason}
	if id != 0 {
		r.ItemID = &id
	} else {
		u.blurred = true
	}
	u.rejected = append(u.rejected, r)
}

// peekID reads the id of an item that cannot be read as a whole; 0: not even
// that.
func peekID(raw json.RawMessage) int64 {
	var broken struct {
		ID json.RawMessage `json:"Id"`
	}
	if json.Unmarshal(raw, &broken) != nil {
		return 0
	}
	id, err := strconv.ParseInt(string(bytes.Trim(broken.ID, `"`)), 10, 64)
	if err != nil {
		return 0
	}
	return unsigned(id)
}

// unsigned is the game's id as it is stored: older plugins send it signed. 0 is
// none.
func unsigned(id int64) int64 {
	if id < 0 && id >= math.MinInt32 {
		id += 1 << 32
	}
	if id < 1 || id > math.MaxUint32 {
		return 0
	}
	return id
}

// String names the upload in logs.
func (u *upload) String() string { return fmt.Sprintf("%d items of %s", len(u.elements), u.character) }
