package inventory

// Settings are the inventory's. Their environment names are the flags' in capitals.
type Settings struct {
	InventoryPoolSize int `help:"Connections of the inventory to the database inventory_db." default:"8" min:"3"`
}
