package suitbuilder

import (
	"flag"
	"os"
	"testing"

	"overlord/store"
	"overlord/store/storetest"
)

var updateColumns = flag.Bool("update-columns", false, "write schema/columns.txt anew")

// The list of what SKIP_SCHEMA_INIT looks for is what the migrations make.
func TestColumnsFileIsTheSchemas(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, Migrate)
	steps, err := store.Migrations(Schema())
	if err != nil {
		t.Fatal(err)
	}
	text, err := store.Describe(t.Context(), pool, steps)
	if err != nil {
		t.Fatal(err)
	}
	if *updateColumns {
		if err := os.WriteFile("schema/columns.txt", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if text != needs {
		t.Errorf("schema/columns.txt is not what the migrations make; go test -run TestColumnsFile -update-columns writes it. They make\n%s", text)
	}
	if err := CheckSchema(t.Context(), pool); err != nil {
		t.Error(err)
	}
}
