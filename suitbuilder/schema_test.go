package suitbuilder

import (
	"testing"

	"overlord/store/storetest"
)

// The list of what SKIP_SCHEMA_INIT looks for is what the migrations make.
func TestColumnsFileIsTheSchemas(t *testing.T) {
	t.Parallel()
	storetest.ColumnsFile(t, Migrate, Schema(), needs, "schema/columns.txt")
}

// Grafana and the assistant read what is kept, and change nothing of it.
func TestTheReadingRoleReadsSuits(t *testing.T) {
	t.Parallel()
	storetest.ReadsOnly(t, storetest.New(t, Migrate), "overlord_readonly", []string{"suits"}, `delete from suits`, `update suits set name = ''`, `insert into suits (name) values ('')`)
}
