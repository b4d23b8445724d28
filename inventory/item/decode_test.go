package item

import "testing"

func BenchmarkDecode(b *testing.B) {
	list := samples(b)
	for n := 0; b.Loop(); n++ {
		if _, err := Decode(list[n%len(list)]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	var items []*Item
	for _, raw := range samples(b) {
		items = append(items, decode(b, string(raw)))
	}
	for n := 0; b.Loop(); n++ {
		items[n%len(items)].Hash()
	}
}
