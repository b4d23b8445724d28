package api

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/store/fault"
)

type testKey struct {
	At   time.Time `json:"at"`
	Name string    `json:"name"`
}

func mustQuery(tb interface {
	Helper()
	Fatal(...any)
}, raw string) Query {
	tb.Helper()
	q, err := ParseQuery(httptest.NewRequest("GET", "/list?"+raw, nil), "character", "tier", "limit", "cursor")
	if err != nil {
		tb.Fatal(err)
	}
	return q
}

func TestACursorComesBackAsItWentOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := testKey{
			At:   time.UnixMicro(rapid.Int64Range(-1e15, 1e16).Draw(t, "at")).UTC(),
			Name: rapid.String().Draw(t, "name"),
		}
		filter := url.Values{"character": {rapid.String().Filter(func(s string) bool { return !strings.Contains(s, "\x00") }).Draw(t, "character")}}
		text, err := mustQuery(t, filter.Encode()).NextCursor("rares", want)
		if err != nil {
			t.Fatal(err)
		}
		filter.Set("cursor", text)
		filter.Set("limit", "7")
		q := mustQuery(t, filter.Encode())
		var got testKey
		if !q.Cursor("rares", &got) || q.Err() != nil || !got.At.Equal(want.At) || got.Name != want.Name {
			t.Fatalf("%+v became %+v (%v)", want, got, q.Err())
		}
	})
}

func TestACursorOfAnotherListIsRefused(t *testing.T) {
	t.Parallel()
	good, err := mustQuery(t, "character=A").NextCursor("rares", testKey{Name: "x"})
	if err != nil {
		t.Fatal(err)
	}
	swapped := []byte(good)
	swapped[3] ^= 1
	cases := []struct{ name, raw, list string }{
		{"of another list", "character=A&cursor=" + good, "deaths"},
		{"of other parameters", "character=B&cursor=" + good, "rares"},
		{"with a parameter more", "character=A&tier=1&cursor=" + good, "rares"},
		{"without its parameter", "cursor=" + good, "rares"},
		{"changed on its way", "character=A&cursor=" + string(swapped), "rares"},
		{"cut", "character=A&cursor=" + good[:len(good)-2], "rares"},
		{"too short", "character=A&cursor=AAAA", "rares"},
		{"no base64", "character=A&cursor=%21%21", "rares"},
		{"a number", "character=A&cursor=20", "rares"},
		{"given twice", "character=A&cursor=" + good + "&cursor=" + good, "rares"},
	}
	for _, c := range cases {
		q := mustQuery(t, c.raw)
		var key testKey
		if q.Cursor(c.list, &key) {
			t.Errorf("%s: taken as %+v", c.name, key)
		}
		if f := fault.Of(q.Err()); f.Code != fault.Invalid || f.Field != "cursor" {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
	q := mustQuery(t, "character=A&cursor="+good)
	var other struct{ At int }
	if q.Cursor("rares", &other); fault.CodeOf(q.Err()) != fault.Invalid {
		t.Errorf("a key of another shape: %v", q.Err())
	}
	q = mustQuery(t, "character=A")
	if q.Cursor("rares", &other) || q.Err() != nil {
		t.Errorf("without a cursor: %v", q.Err())
	}
}

func FuzzCursor(f *testing.F) {
	good, _ := mustQuery(f, "").NextCursor("rares", testKey{Name: "x"})
	f.Add(good)
	f.Add("")
	f.Add("eyJhdCI6MX0")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "\x00") || len(text) > maxValue || strings.ToValidUTF8(text, "") != text {
			t.Skip("refused before a cursor is looked at")
		}
		q := mustQuery(t, url.Values{"cursor": {text}}.Encode())
		var key testKey
		if taken := q.Cursor("rares", &key); taken && text != good {
			again, err := q.NextCursor("rares", key)
			if err != nil || again != text {
				t.Errorf("%q was taken for %q", text, again)
			}
		}
	})
}

func TestPagesEndWhereTheListDoes(t *testing.T) {
	t.Parallel()
	q := mustQuery(t, "")
	key := func(n int) any { return n }
	for _, c := range []struct{ rows, limit, shown int }{{0, 3, 0}, {2, 3, 2}, {3, 3, 3}, {4, 3, 3}} {
		rows, next, err := Page(q, "list", make([]int, c.rows), c.limit, key)
		if err != nil || len(rows) != c.shown || (next != nil) != (c.rows > c.limit) {
			t.Errorf("%d rows by %d: %d and %v (%v)", c.rows, c.limit, len(rows), next, err)
		}
	}
}

func TestAListByIDsGoesOnWhereItsPageEnded(t *testing.T) {
	t.Parallel()
	same := func(id int64) int64 { return id }
	if begin := mustQuery(t, "").BeforeID("issues"); begin != 0 {
		t.Errorf("a list begins at %d", begin)
	}
	rows, next, err := PageByID(mustQuery(t, ""), "issues", []int64{9, 7, 4}, 2, same)
	if err != nil || len(rows) != 2 || next == nil {
		t.Fatalf("%v, %v, %v", rows, next, err)
	}
	q := mustQuery(t, "cursor="+*next)
	if got := q.BeforeID("issues"); got != 7 || q.Err() != nil {
		t.Errorf("it goes on before %d (%v)", got, q.Err())
	}
	if q := mustQuery(t, "cursor="+*next); q.BeforeID("suits") != 0 || q.Err() == nil {
		t.Error("another list's cursor is taken")
	}
	if rows, next, err := PageByID(mustQuery(t, ""), "issues", []int64{9}, 2, same); len(rows) != 1 || next != nil || err != nil {
		t.Errorf("the last page: %v, %v, %v", rows, next, err)
	}
}
