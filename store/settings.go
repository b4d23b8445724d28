package store

import "overlord/store/fault"

// Settings say where the databases are. Without addresses the server runs a
// private PostgreSQL, which holds both.
type Settings struct {
	DatabaseURL          string `help:"The database dereth; unset: a private PostgreSQL under DATA_DIR." secret:"" placeholder:"URL"`
	InventoryDatabaseURL string `help:"The database inventory_db; set together with DATABASE_URL." secret:"" placeholder:"URL"`
	PostgresPassword     string `help:"Fills a DATABASE_URL without a password." secret:"" placeholder:"TEXT"`
	InventoryDBPassword  string `help:"Fills an INVENTORY_DATABASE_URL without a password." secret:"" placeholder:"TEXT"`
	PgBinDir             string `help:"Binaries of the private PostgreSQL; unset: they are looked for." placeholder:"DIR"`
	ReadOnly             bool   `help:"Write nothing at all: show what another server stores into the databases, both of which must be named."`
	SkipSchemaInit       bool   `help:"Make and change no tables: trust the databases' schema after a look whether all that is needed is there."`
	EmbeddedPgListen     string `help:"Open the private PostgreSQL to Grafana and psql on this loopback address, such as 127.0.0.1:5432." placeholder:"HOST:PORT"`
}

// Validate refuses one database without the other, and addresses that cannot be
// read. Its errors name the variable.
func (s Settings) Validate() error {
	if (s.DatabaseURL == "") != (s.InventoryDatabaseURL == "") {
		return fault.New(fault.Invalid, "DATABASE_URL and INVENTORY_DATABASE_URL are set together, or both left out for the private database")
	}
	if s.Private() && s.ReadOnly {
		return fault.New(fault.Invalid, "READ_ONLY is set, and the private database is this server's alone: set DATABASE_URL and INVENTORY_DATABASE_URL to the databases that are to be read").WithField("READ_ONLY")
	}
	if s.Private() {
		return nil
	}
	for variable, c := range map[string]Config{"DATABASE_URL": s.Dereth(), "INVENTORY_DATABASE_URL": s.Inventory()} {
		if _, err := c.Address(); err != nil {
			return fault.New(fault.Invalid, "%s cannot be used: %v", variable, err).WithField(variable)
		}
	}
	return nil
}

// Private tells whether the databases are the private PostgreSQL's.
func (s Settings) Private() bool { return s.DatabaseURL == "" }

// Dereth is a pool of one connection on the database dereth.
func (s Settings) Dereth() Config {
	return Config{URL: s.DatabaseURL, Password: s.PostgresPassword, Size: 1, ReadOnly: s.ReadOnly}
}

// Inventory is a pool of one connection on the database inventory_db.
func (s Settings) Inventory() Config {
	return Config{URL: s.InventoryDatabaseURL, Password: s.InventoryDBPassword, Size: 1, ReadOnly: s.ReadOnly}
}
