package event

import "encoding/json"

// FullInventory is everything that a character owns, sent at login.
type FullInventory struct {
	// Items is a JSON array. Its elements are free JSON: objects are items,
	// anything else is a broken one, to be reported by its index.
	Items json.RawMessage
	// Len is the number of elements in Items.
	Len int
	// ItemCount is how many the plugin says there are. Where it differs from
	// Len, the upload is not whole.
	ItemCount Opt[int32]
}

// Action is what happened to an item.
type Action string

// The actions of inventory_delta.
const (
	ActionAdd    Action = "add"
	ActionUpdate Action = "update"
	ActionRemove Action = "remove"
)

// InventoryDelta is one item that came, changed or went.
type InventoryDelta struct {
	Action Action
	Item   json.RawMessage // a JSON object, free inside; always set for add and update
	ItemID Opt[uint32]     // the game's object id; always set for remove
}
