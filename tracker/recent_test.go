package tracker

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The model is a list: used last in front, cut at the first entry over a bound.
func TestRecentKeepsWhatWasUsedLast(t *testing.T) {
	t.Parallel()
	type entry struct{ key, value, bytes int }
	rapid.Check(t, func(t *rapid.T) {
		most, mostBytes := rapid.IntRange(1, 6).Draw(t, "most"), rapid.IntRange(1, 30).Draw(t, "bytes")
		real, model := newRecent[int, int](most, mostBytes), []entry(nil)
		toFront := func(key int) (known bool) {
			i := slices.IndexFunc(model, func(e entry) bool { return e.key == key })
			if i >= 0 {
				e := model[i]
				model = slices.Insert(slices.Delete(model, i, i+1), 0, e)
			}
			return i >= 0
		}
		forgotten := 0
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				e := entry{rapid.IntRange(0, 9).Draw(t, "key"), rapid.Int().Draw(t, "value"), rapid.IntRange(0, 20).Draw(t, "size")}
				if toFront(e.key) {
					model[0] = e
				} else {
					model = slices.Insert(model, 0, e)
				}
				forgotten = 0
				for size(model, func(e entry) int { return e.bytes }) > mostBytes && len(model) > 1 || len(model) > most {
					model = model[:len(model)-1]
					forgotten++
				}
				if got := real.put(e.key, e.value, e.bytes); got != forgotten {
					t.Fatalf("forgot %d, want %d", got, forgotten)
				}
			},
			"use": func(t *rapid.T) {
				key := rapid.IntRange(0, 9).Draw(t, "key")
				known := toFront(key)
				if v, got := real.use(key); got != known || known && v != model[0].value {
					t.Fatalf("use gives %d %t", v, got)
				}
			},
			"get": func(t *rapid.T) {
				key := rapid.IntRange(0, 9).Draw(t, "key")
				known := slices.ContainsFunc(model, func(e entry) bool { return e.key == key })
				if _, got := real.get(key); got != known {
					t.Fatalf("get(%d) gives %t", key, got)
				}
			},
			"": func(t *rapid.T) {
				var want, got []int
				for _, e := range model {
					want = append(want, e.key, e.value)
				}
				for key, value := range real.all() {
					got = append(got, key, value)
				}
				if !slices.Equal(want, got) || real.bytes != size(model, func(e entry) int { return e.bytes }) {
					t.Fatalf("holds %v (%d bytes), want %v", got, real.bytes, want)
				}
			},
		})
	})
}

func size[T any](list []T, of func(T) int) (sum int) {
	for _, e := range list {
		sum += of(e)
	}
	return sum
}
