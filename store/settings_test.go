package store

import (
	"strings"
	"testing"
)

func TestDatabaseSettings(t *testing.T) {
	const dereth, inventory = "postgres://me:hidden@db.example/dereth", "postgres://me@db.example:5433/inventory_db"
	cases := []struct {
		name string
		s    Settings
		want string // a part of the error; empty: none
	}{
		{"none: the private database", Settings{}, ""},
		{"both", Settings{DatabaseURL: dereth, InventoryDatabaseURL: inventory}, ""},
		{"one without the other", Settings{DatabaseURL: dereth}, "INVENTORY_DATABASE_URL"},
		{"the other without the one", Settings{InventoryDatabaseURL: inventory}, "DATABASE_URL"},
		{"read only", Settings{DatabaseURL: dereth, InventoryDatabaseURL: inventory, ReadOnly: true}, ""},
		{"read only, of a database that nobody else writes", Settings{ReadOnly: true}, "READ_ONLY is set"},
		{"no address", Settings{DatabaseURL: "postgres://me:hidden@db.example:port/", InventoryDatabaseURL: inventory}, "DATABASE_URL cannot be used"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := c.s.Validate()
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("Validate = %v, want %q", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "hidden") {
				t.Errorf("the password is in the error: %v", err)
			}
		})
	}
}

func TestDatabaseSettingsGivePools(t *testing.T) {
	s := Settings{
		DatabaseURL: "postgres://me@db.example/dereth", PostgresPassword: "one",
		InventoryDatabaseURL: "postgres://me@db.example:5433/inventory_db", InventoryDBPassword: "two",
	}
	if c := s.Dereth(); c.URL != s.DatabaseURL || c.Password != "one" || c.Size != 1 || s.Private() {
		t.Errorf("dereth: %+v", c)
	}
	if c := s.Inventory(); c.URL != s.InventoryDatabaseURL || c.Password != "two" {
		t.Errorf("inventory: %+v", c)
	}
	if !(Settings{}).Private() {
		t.Error("without addresses the databases are private")
	}
}
