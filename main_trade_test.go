package main

import (
	"context"
	"maps"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"

	"overlord/store/storetest"
	"overlord/tracker/simulate"
)

// What simulated characters find, sell and pass from hand to hand, half of them
// with old plugins, is in the database as the model of the contract has it: whose
// each item is, how many there are of it, and where it is worn.
func TestSimulatedInventoriesAreStored(t *testing.T) {
	t.Parallel()
	database := storetest.Start(t)
	p := newProcess(t, "DATABASE_URL="+database.URL("dereth"), "INVENTORY_DATABASE_URL="+database.URL("inventory_db"), "ADMIN_PASSWORD=long enough for a test")
	p.start()
	r, err := simulate.New(simulate.Options{
		Clients: 14, Seed: 3, Old: 0.5, Only: []string{"full_inventory", "inventory_delta"}, Events: 2500,
		URL: "ws://" + p.address + "/ws/position", Secret: testSecret,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.storesAll()
	p.stop()

	model, kinds := simulate.NewModel(), map[string]int{}
	for _, record := range readLog(t, filepath.Join(valueOf(p.env, "DATA_DIR"), "eventlog", "items")) {
		fact, err := simulate.FactOf(record.Payload)
		if err != nil {
			t.Fatal(err)
		}
		model.Apply(fact)
		kinds[fact.Type+" "+fact.Name]++
	}
	for _, kind := range []string{"full_inventory ", "inventory_delta add", "inventory_delta update", "inventory_delta remove"} {
		if kinds[kind] < 10 {
			t.Errorf("%d times %s: %v", kinds[kind], kind, kinds)
		}
	}
	if stored := holdings(t, database.URL("inventory_db")); !maps.Equal(stored, model.Items) {
		for id, want := range model.Items {
			if stored[id] != want {
				t.Errorf("%d is %+v, want %+v", id, stored[id], want)
			}
		}
		t.Errorf("%d items are stored, want %d", len(stored), len(model.Items))
	}
}

// holdings reads whose each item is.
func holdings(t *testing.T, url string) map[int64]simulate.Holding {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	rows, err := conn.Query(t.Context(), `select item_id, character_name, coalesce(stack_size, 0), coalesce(current_wielded_location, 0) from items`)
	if err != nil {
		t.Fatal(err)
	}
	stored := map[int64]simulate.Holding{}
	var id int64
	var h simulate.Holding
	if _, err := pgx.ForEachRow(rows, []any{&id, &h.Character, &h.Stack, &h.Worn}, func() error {
		stored[id] = h
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return stored
}
