package event

func (r *reader) fullInventory() *FullInventory {
	f := &FullInventory{}
	f.Len = r.needArray("items", &f.Items)
	f.ItemCount = r.int32("item_count")
	return f
}

func (r *reader) inventoryDelta() *InventoryDelta {
	d := &InventoryDelta{Action: Action(r.needText("action", 0))}
	switch d.Action {
	case ActionAdd, ActionUpdate:
		r.needObject("item", &d.Item)
		d.ItemID = r.objectID("item_id")
	case ActionRemove:
		r.object("item", &d.Item)
		d.ItemID = r.needObjectID("item_id")
	default:
		r.refuse(ReasonBadValue, "action must be add, update or remove")
	}
	return d
}
