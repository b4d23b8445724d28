package event

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzDecode: whatever comes, Decode does not panic; what it accepts can be
// stored, sent, and decoded again.
func FuzzDecode(f *testing.F) {
	for _, frame := range examples(f) {
		f.Add(frame)
		f.Add(compact(f, frame))
	}
	for _, bad := range badFrames(f) {
		f.Add([]byte(bad.Frame))
	}
	for family, members := range optionalMembers {
		for name := range members {
			f.Add([]byte(frameOf(typeOf(family), membersBut(family, "", "")+`,"`+name+`":"1,5"`)))
		}
	}
	f.Add([]byte(frameOf("share_x", `"a":["\ud800\u0000",1e-20000,`+nested(65)+`]`)))
	f.Fuzz(func(t *testing.T, frame []byte) {
		e, _, err := Decode(frame, received)
		if err != nil {
			checkRefusal(t, err)
			if _, _, again := Redecode(frame, received); again == nil {
				t.Errorf("Redecode accepts what Decode refuses: %v", err)
			}
			return
		}
		checkEvent(t, e)
	})
}

// FuzzScanner: the scanner is as strict as the standard library, and mending
// gives JSON that needs no more mending.
func FuzzScanner(f *testing.F) {
	for _, frame := range examples(f) {
		f.Add(compact(f, frame))
	}
	for _, text := range []string{`[1e999,"\ud800\u0000"]`, "\"\xff\"", ` [ 1 , {"a" : null} ] `, `1e-20000`, `{"a":1,"a":2}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.Count(text, []byte("["))+bytes.Count(text, []byte("{")) > 5000 {
			t.Skip("the standard library stops at a depth of 10,000")
		}
		if got, want := scans(text), json.Valid(text); got != want {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
		if json.Valid(text) {
			checkMending(t, bytes.TrimSpace(text))
		}
	})
}

func checkMending(t *testing.T, value []byte) {
	t.Helper()
	s := scanner{text: value}
	s.value()
	var first, second Notes
	mended := (&sanitiser{notes: &first}).append(nil, value, s.traits)
	again := (&sanitiser{notes: &second}).append(nil, mended, hasSpace|mustMend)
	if !bytes.Equal(mended, again) || second.Any() {
		t.Errorf("%q becomes %q, then %q (%v)", value, mended, again, second)
	}
	if s.traits&isDeep == 0 {
		checkPayload(t, mended)
	}
}

// FuzzCoerce: what is taken for a number is one, in all of Go's readers.
func FuzzCoerce(f *testing.F) {
	for _, c := range numberCases(f) {
		f.Add(string(c.In))
	}
	f.Add("-0,123")
	f.Fuzz(func(t *testing.T, text string) {
		number, is := coerce([]byte(text), nil)
		if is != good {
			return
		}
		v, ok := float(number)
		n, whole := integer(number)
		if whole && (!ok || float64(n) != v) {
			t.Errorf("%q is %v and %d", text, v, n)
		}
		if !ok {
			return
		}
		written := appendFloat(nil, v)
		again, ok := float(written)
		if !ok || again != v || !json.Valid(written) {
			t.Errorf("%q is %v, written %s", text, v, written)
		}
	})
}
