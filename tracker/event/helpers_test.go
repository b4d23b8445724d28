package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// received is when the tests' events arrive: one second after what the
// contract's examples say.
var received = time.Date(2026, 5, 4, 18, 21, 8, 0, time.UTC)

// stamp is the timestamp of the contract's examples.
var stamp = time.Date(2026, 5, 4, 18, 21, 7, 412_000_000, time.UTC)

const head = `"character_name":"A","timestamp":"2026-05-04T18:21:07.412Z"`

// frameOf is a frame of a type with an envelope and these members.
func frameOf(typ, members string) string {
	if members != "" {
		members = "," + members
	}
	return `{"type":"` + typ + `",` + head + members + `}`
}

// MustDecode decodes a frame that has to be accepted.
func MustDecode(tb testing.TB, frame string) (*Event, Notes) {
	tb.Helper()
	e, notes, err := Decode([]byte(frame), received)
	if err != nil {
		tb.Fatalf("refused: %v\n%.300s", err, frame)
	}
	return e, notes
}

// MustRefuse decodes a frame that has to be refused.
func MustRefuse(tb testing.TB, frame string) *Refusal {
	tb.Helper()
	e, notes, err := Decode([]byte(frame), received)
	if err == nil {
		tb.Fatalf("accepted: %.300s\nas %.300s", frame, e.Payload)
	}
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		tb.Fatalf("the error is a %T", err)
	}
	if e != nil || notes.Any() {
		tb.Errorf("a refused frame gave %v, %v", e, notes)
	}
	return refusal
}

// MustRead reads a file under testdata.
func MustRead(tb testing.TB, path ...string) []byte {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{"testdata"}, path...)...))
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// examples are the contract's events by file name.
func examples(tb testing.TB) map[string][]byte {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "events", "*.json"))
	if err != nil || len(files) < 20 {
		tb.Fatalf("%d examples, %v", len(files), err)
	}
	found := map[string][]byte{}
	for _, file := range files {
		name := filepath.Base(file)
		found[strings.TrimSuffix(name, ".json")] = MustRead(tb, "events", name)
	}
	return found
}

// compact is JSON without white space.
func compact(tb testing.TB, text []byte) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := json.Compact(&out, text); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// nested is an array of that depth.
func nested(depth int) string {
	return strings.Repeat("[", depth) + strings.Repeat("]", depth)
}
