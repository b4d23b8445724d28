package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"overlord/store/fault"
)

// slot is a type with an opinion about its text.
type slot string

func (s *slot) UnmarshalText(text []byte) error {
	if string(text) != "head" {
		return fault.New(fault.Invalid, "slot is head, not %s", text)
	}
	*s = slot(text)
	return nil
}

type order struct {
	Name   string          `json:"name"`
	Count  int32           `json:"count"`
	Level  uint8           `json:"level"`
	Price  float64         `json:"price"`
	Fast   bool            `json:"fast"`
	At     time.Time       `json:"at"`
	Wish   *int            `json:"wish"`
	Slot   slot            `json:"slot"`
	Tags   []string        `json:"tags"`
	Nested struct{ A int } `json:"nested"`
}

func MustRequest(body io.Reader) *http.Request { return httptest.NewRequest("POST", "/x", body) }

func TestReadJSON(t *testing.T) {
	t.Parallel()
	var got order
	body := `{"name":"A","count":-3,"level":255,"price":1e3,"fast":true,"at":"2026-01-31T19:00:00+01:00","wish":null,"slot":"head","tags":["x"],"nested":{"A":1}}` + "\n "
	if err := ReadJSON(MustRequest(strings.NewReader(body)), &got, 1000); err != nil {
		t.Fatal(err)
	}
	if got.Name != "A" || got.Count != -3 || got.Level != 255 || got.Price != 1000 || !got.Fast || got.At.UTC().Hour() != 18 || got.Wish != nil || got.Slot != "head" || got.Nested.A != 1 {
		t.Errorf("read %+v", got)
	}
}

func TestABadBodyIsExplained(t *testing.T) {
	t.Parallel()
	cases := []struct{ body, field, message string }{
		{``, "", "the body is empty; a JSON value is wanted"},
		{" \n", "", "the body is empty; a JSON value is wanted"},
		{`{"nme":"A"}`, "nme", `"nme" is not known here`},
		{`{"nested":{"B":1}}`, "nested.B", `"nested.B" is not known here`},
		{`{"name":"A","name":"B"}`, "name", `"name" is given twice`},
		{`{"name":7}`, "name", `"name" wants a string, not this number`},
		{`{"count":"7"}`, "count", `"count" wants a whole number of at most 32 bits, not this string`},
		{`{"count":1.5}`, "count", `"count" wants a whole number of at most 32 bits, not this number`},
		{`{"count":3000000000}`, "count", `"count" is out of range; it wants a whole number of at most 32 bits`},
		{`{"level":-1}`, "level", `"level" wants a whole number, not negative, of at most 8 bits, not this number`},
		{`{"price":[1]}`, "price", `"price" wants a number, not a list`},
		{`{"fast":"yes"}`, "fast", `"fast" wants true or false, not this string`},
		{`{"at":"yesterday"}`, "at", `"at" wants a time such as 2026-01-31T18:00:00Z, not this string`},
		{`{"wish":{}}`, "wish", `"wish" wants a whole number of at most 64 bits, not an object`},
		{`{"tags":"x"}`, "tags", `"tags" wants a list, not this string`},
		{`{"tags":["x",3]}`, "tags.1", `"tags.1" wants a string, not this number`},
		{`{"nested":true}`, "nested", `"nested" wants an object, not true or false`},
		{`{"slot":"foot"}`, "slot", `slot is head, not foot`},
		{`[]`, "", "the body wants an object, not a list"},
		{`{"name":"A"`, "", "the body ends in the middle of its JSON"},
		{`{"name":"A"} {}`, "", "the body is no valid JSON: invalid character '{' after top-level value at byte 13"},
		{`{x:"A"}`, "", "the body is no valid JSON: invalid character 'x' at start of value at byte 1"},
		{"{\"name\":\"a\xff\"}", "", "the body is no valid JSON: invalid UTF-8 at byte 10"},
		{`{"tags":["a","b\u0000"]}`, "tags.1", `"tags.1" must not hold the character U+0000`},
	}
	for _, c := range cases {
		t.Run(c.body, func(t *testing.T) {
			err := ReadJSON(MustRequest(strings.NewReader(c.body)), &order{}, 1000)
			f := fault.Of(err)
			if f.Code != fault.Invalid || f.Message != c.message || f.Field != c.field {
				t.Errorf("%s field %q: %s\nwant field %q: %s", f.Code, f.Field, f.Message, c.field, c.message)
			}
		})
	}
}

func TestAnEscapedBackslashIsNoNUL(t *testing.T) {
	t.Parallel()
	var got order
	if err := ReadJSON(MustRequest(strings.NewReader(`{"name":"C:\\u0000"}`)), &got, 100); err != nil || got.Name != `C:\u0000` {
		t.Errorf("%q, %v", got.Name, err)
	}
}

func TestABodyOverTheBoundIsTooLarge(t *testing.T) {
	t.Parallel()
	const body = `{"name":"12345678"}`
	for name, r := range map[string]*http.Request{
		"told":            MustRequest(strings.NewReader(body)),
		"not told":        MustRequest(io.MultiReader(strings.NewReader(body))),
		"limited outside": {Body: http.MaxBytesReader(nil, io.NopCloser(strings.NewReader(body)), 5)},
	} {
		t.Run(name, func(t *testing.T) {
			if err := ReadJSON(r, &order{}, int64(len(body)-1)); fault.CodeOf(err) != fault.TooLarge {
				t.Errorf("error %v", err)
			}
		})
	}
	if err := ReadJSON(MustRequest(strings.NewReader(body)), &order{}, int64(len(body))); err != nil {
		t.Errorf("a body of just the bound: %v", err)
	}
}

func TestABodyThatBreaksOff(t *testing.T) {
	t.Parallel()
	broken := io.MultiReader(strings.NewReader(`{"name":`), errReader{io.ErrUnexpectedEOF})
	if err := ReadJSON(MustRequest(broken), &order{}, 1000); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	broken = io.MultiReader(strings.NewReader(`{"name":`), errReader{errors.New("connection reset")})
	if err := ReadJSON(MustRequest(broken).WithContext(ctx), &order{}, 1000); !errors.Is(err, context.Canceled) {
		t.Errorf("the caller left, and the error is %v", err)
	}
	if err := ReadJSON(&http.Request{}, &order{}, 1000); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("no body at all: %v", err)
	}
}

type errReader struct{ err error }

func (e errReader) Read([]byte) (int, error) { return 0, e.err }

func FuzzReadJSON(f *testing.F) {
	for _, s := range []string{`{}`, `{"name":"A"}`, `{"count":1e400}`, `{"tags":[`, `{"at":""}`, `{"nested":{"A":`, "\x00", `{"a\u0000":1}`, `"\ud800"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var got order
		err := ReadJSON(MustRequest(strings.NewReader(body)), &got, 1<<16)
		if err == nil {
			if strings.ContainsRune(got.Name, 0) {
				t.Errorf("a NUL came through: %q", body)
			}
			return
		}
		if code := fault.CodeOf(err); code != fault.Invalid && code != fault.TooLarge {
			t.Errorf("%q: code %s: %v", body, code, err)
		}
		if _, err := Encode(fmt.Sprint(err)); err != nil {
			t.Errorf("%q: the message cannot be sent: %v", body, err)
		}
	})
}
