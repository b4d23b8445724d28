package simulate

import (
	"math"
	"testing"

	"github.com/jackc/pgx/v5"

	"overlord/store/storetest"
)

// The model's rounding is PostgreSQL's, for coordinates as plugins send them and
// for the floats next to every half.
func TestTenthsAsPostgreSQL(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	var values []float64
	c := newChance(1, "tenths", 0)
	for i := range 2000 {
		half := (float64(i-1000) + 0.5) / 10
		values = append(values, half, math.Nextafter(half, 1e9), math.Nextafter(half, -1e9), rounded(c.between(-110, 110), 4), c.between(-10000, 10000))
	}
	rows, err := pool.Query(t.Context(), `select (round(v::numeric, 1) * 10)::bigint from unnest($1::float8[]) with ordinality as u (v, n) order by n`, values)
	if err != nil {
		t.Fatal(err)
	}
	want, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(want) != len(values) {
		t.Fatalf("%d rows, %v", len(want), err)
	}
	for i, v := range values {
		if got := tenths(v); got != want[i] {
			t.Errorf("tenths(%v) = %d, PostgreSQL says %d", v, got, want[i])
		}
	}
}
