package simulate

import (
	"testing"
	"time"
)

func TestFrame(t *testing.T) {
	t.Parallel()
	for quoted, want := range map[bool]string{
		false: `{"a":"x \"y\" \u0007 <&>","n":-33.42,"i":7,"t":true,"o":{"k":1.5,"l":[1,"two",{}]},"e":[]}`,
		true:  `{"a":"x \"y\" \u0007 <&>","n":"-33.42","i":"7","t":true,"o":{"k":1.5,"l":[1,"two",{}]},"e":[]}`,
	} {
		f := frame{quoted: quoted}
		f.object("", func() {
			f.text("a", "x \"y\" \a <&>")
			f.number("n", -33.41999, 2)
			f.integer("i", 7)
			f.truth("t", true)
			f.object("o", func() {
				f.number("k", 1.5, 3)
				f.array("l", func() {
					f.integer("", 1)
					f.text("", "two")
					f.object("", func() {})
				})
			})
			f.array("e", func() {})
		})
		if string(f.b) != want {
			t.Errorf("got  %s\nwant %s", f.b, want)
		}
	}
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for v, want := range map[int64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1284567: "1,284,567"} {
		if got := grouped(v, ","); got != want {
			t.Errorf("%d is %q, want %q", v, got, want)
		}
	}
	for v, want := range map[float64]string{0: "0,00", 0.5: "0,50", 7.049: "7,05", 1312.44: "1.312,44", 999.999: "1.000,00"} {
		if got := decimal(v, ".", ","); got != want {
			t.Errorf("%v is %q, want %q", v, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		0: "00:00:00", 5*time.Hour + 12*time.Minute + 44*time.Second: "05:12:44",
		25*time.Hour + time.Second: "1.01:00:01", 240 * time.Hour: "10.00:00:00",
	} {
		if got := onlineTime(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		30 * time.Second: "ready", 12 * time.Minute: "12m", 4*time.Hour + 12*time.Minute: "4h 12m", 76*time.Hour + 12*time.Minute: "3d 4h 12m",
	} {
		if got := countdown(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestRhythm(t *testing.T) {
	t.Parallel()
	r := rhythm{every: 2 * time.Second, next: time.Second}
	var at []int
	for s := range 10 {
		if r.due(time.Duration(s) * time.Second) {
			at = append(at, s)
		}
	}
	if len(at) != 5 || at[0] != 1 || at[4] != 9 {
		t.Errorf("due at %v", at)
	}
	if !r.due(time.Minute) || r.due(61*time.Second) || !r.due(62*time.Second) {
		t.Error("a rhythm that was away catches up once, and goes on from there")
	}
	if never := (rhythm{}); never.due(time.Hour) {
		t.Error("never is now")
	}
}

func TestGroupTags(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "hunt-a", 6: "hunt-g", 25: "hunt-z", 26: "hunt-aa", 51: "hunt-az", 52: "hunt-ba", 701: "hunt-zz", 702: "hunt-aaa"} {
		if got := groupTag(n); got != want {
			t.Errorf("group %d is %s, want %s", n, got, want)
		}
	}
}

func TestCast(t *testing.T) {
	t.Parallel()
	for _, clients := range []int{1, 2, 60, 500} {
		k := newCast(1, clients, 0.25)
		if len(k.clients) != clients || k.everyone[0].calling != hunter {
			t.Errorf("%d clients: %d, the first is %v", clients, len(k.clients), k.everyone[0].calling)
		}
		callings := map[calling]int{}
		for i, p := range k.everyone {
			callings[p.calling]++
			if p.index != i || p.group < 0 || p.group >= len(k.groups) || (p.calling == hunter) != (len(p.tag) > 5) {
				t.Errorf("%+v", p)
			}
		}
		if clients >= 60 && (callings[hunter] < clients*6/10 || callings[mule] < clients/10 || callings[wanderer] == 0 || callings[idler] == 0) {
			t.Errorf("%d clients: %v", clients, callings)
		}
		if got := len(k.everyone) - clients; got != clients/extraEvery {
			t.Errorf("%d clients carry %d more characters", clients, got)
		}
		for g, members := range k.groups {
			if len(members) == 0 || len(members) > 9 {
				t.Errorf("group %d has %d members", g, len(members))
			}
		}
	}
}

func TestRanksAreOfATree(t *testing.T) {
	t.Parallel()
	for index, want := range map[int]int{0: 10, 1: 9, 3: 9, 4: 8, 12: 8, 13: 7, 5000: 2} {
		if got := rankOf(index); got != want {
			t.Errorf("rank of %d is %d, want %d", index, got, want)
		}
	}
}
