package item

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// Whatever strangers send is refused with a reason or is an item that stands in
// the store: valid JSON without U+0000, and the same item when it is read again.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		helm, `{}`, `{"Id":-1}`, `{"Id":1,"Name":"\u0000\ud800"}`, `{"Id":1e0,"IntValues":{"5":"7","5":8,"x":null}}`,
		`{"Id":7,"DoubleValues":{"13":1e308,"14":-0.0,"15":1e-400},"Spells":[1,1,-5,"2604",3e9],"ActiveSpells":[[]]}`,
		`{"Id":7,"deep":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`, `{"Id":7,"n":123456789012345678901234567890}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		i, err := Decode(raw)
		if err != nil {
			if err.Error() == "" || i != nil {
				t.Errorf("%+v, %v", i, err)
			}
			return
		}
		original := i.Raw.OriginalJSON
		if i.ItemID < 1 || i.ItemID > 1<<32-1 || !json.Valid(original) || bytes.Contains(original, []byte(`\u0000`)) {
			t.Fatalf("%d, %s", i.ItemID, original)
		}
		again, err := Decode(original)
		if err != nil || !reflect.DeepEqual(i, again) {
			t.Errorf("read again: %+v, %v\n%s", again, err, original)
		}
		if i.Hash() != again.Hash() {
			t.Error("its hash changed")
		}
		if spread, err := Decode(respell(t, original)); err != nil || spread.Hash() != i.Hash() || !bytes.Equal(spread.Raw.OriginalJSON, original) {
			t.Errorf("with another spelling: %v, %s, want %s", err, spread.Raw.OriginalJSON, original)
		}
	})
}

// respell writes JSON with blanks and line ends, as a database may give it back.
func respell(t *testing.T, original json.RawMessage) json.RawMessage {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, original, "\n", "\t "); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHostileItems(t *testing.T) {
	t.Parallel()
	many := func(n int, entry string) string { return strings.TrimSuffix(strings.Repeat(entry+",", n), ",") }
	for name, c := range map[string]struct{ raw, want string }{
		"too large":         {`{"Id":1,"Name":"` + strings.Repeat("a", MaxBytes) + `"}`, "an item must have at most 262144 bytes, this has 262162"},
		"too many spells":   {`{"Id":1,"Spells":[` + many(MaxSpells+1, "7") + `]}`, "an item must have at most 500 spells"},
		"too many values":   {`{"Id":1,"x":[` + many(MaxValues, "{}") + `]}`, "an item must hold at most 10000 values"},
		"too many in force": {`{"Id":1,"ActiveSpells":[` + many(MaxSpells+1, "7") + `]}`, "an item must have at most 500 spells"},
	} {
		i, err := Decode(json.RawMessage(c.raw))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, %v; want %q", name, i != nil, err, c.want)
		}
	}
}

func TestTooManyPropertiesAreRefused(t *testing.T) {
	t.Parallel()
	values := map[int]int{}
	for id := range MaxProperties + 1 {
		values[id] = 1
	}
	raw, err := json.Marshal(map[string]any{"Id": 1, "DoubleValues": values})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(raw); err == nil || err.Error() != "DoubleValues must hold at most 2000 properties, this holds 2001" {
		t.Error(err)
	}
}

// Deep nesting costs what is deep, not the item.
func TestDeepNestingCostsItself(t *testing.T) {
	t.Parallel()
	i := decode(t, `{"Id":1,"Value":5,"deep":`+strings.Repeat("[", 70)+"7"+strings.Repeat("]", 70)+`}`)
	is(t, "value", i.Value, 5)
	if !bytes.Contains(i.Raw.OriginalJSON, []byte("[null]")) || bytes.Contains(i.Raw.OriginalJSON, []byte("7")) {
		t.Errorf("%s", i.Raw.OriginalJSON)
	}
}

// A name that no index could hold is cut in its column only, between letters.
func TestLongNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ö", 1000)
	i := decode(t, `{"Id":1,"Name":"`+long+`"}`)
	if len(*i.Name) != maxNameBytes || strings.Trim(*i.Name, "ö") != "" || !strings.Contains(string(i.Raw.OriginalJSON), long) {
		t.Errorf("%d bytes: %s", len(*i.Name), *i.Name)
	}
}
