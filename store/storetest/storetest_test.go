package storetest_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/storetest"
)

func makeThing(ctx context.Context, pool *pgxpool.Pool) error {
	_, err := pool.Exec(ctx, `create table thing (id int primary key)`)
	return err
}

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	ctx := t.Context()
	a, b := storetest.New(t, makeThing), storetest.New(t, makeThing)
	if _, err := a.Exec(ctx, `insert into thing values (1)`); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := b.QueryRow(ctx, `select count(*) from thing`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	if n != 0 {
		t.Errorf("%d rows of another test's database", n)
	}
}

func TestMigrationsThatCarryValuesAreNotMixedUp(t *testing.T) {
	ctx := t.Context()
	for _, table := range []string{"one", "two"} {
		pool := storetest.New(t, func(ctx context.Context, pool *pgxpool.Pool) error {
			_, err := pool.Exec(ctx, `create table `+table+` ()`)
			return err
		})
		if _, err := pool.Exec(ctx, `select from `+table); err != nil {
			t.Errorf("table %s: %v", table, err)
		}
	}
}

func TestADatabaseIsCheap(t *testing.T) {
	storetest.New(t, makeThing)
	began := time.Now()
	const n = 10
	for range n {
		storetest.New(t, makeThing)
	}
	t.Logf("a database takes %v", time.Since(began)/n)
}

func TestAnOutageKeepsDataAndAddress(t *testing.T) {
	ctx := t.Context()
	server := storetest.Start(t)
	url := server.URL("dereth")
	pool, err := store.Open(ctx, store.Config{URL: url, Size: 4, Name: "outage"})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec(ctx, `create table kept as select 42 as n`); err != nil {
		t.Fatal(err)
	}
	for _, end := range []struct {
		name string
		do   func()
	}{{"stopped", server.Stop}, {"killed", server.Kill}} {
		end.do()
		if _, err := pool.Exec(ctx, `select 1`); !store.IsTransient(err) {
			t.Errorf("%s: %v is not transient", end.name, err)
		}
		server.Start()
		if again := server.URL("dereth"); again != url {
			t.Errorf("%s: the address changed from %s to %s", end.name, url, again)
		}
		var n int
		if err := pool.QueryRow(ctx, `select n from kept`).Scan(&n); err != nil || n != 42 {
			t.Errorf("%s: read %d, %v", end.name, n, err)
		}
	}
}

func TestURLLeadsToTheTestsDatabase(t *testing.T) {
	pool := storetest.New(t, makeThing)
	other, err := store.Open(t.Context(), store.Config{URL: storetest.URL(t, pool), Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var name string
	if err := other.QueryRow(t.Context(), `select current_database() from thing right join (select 1) one on true`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(name, "test_") {
		t.Errorf("database %s", name)
	}
}
