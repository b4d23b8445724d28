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
