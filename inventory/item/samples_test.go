package item

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// samples returns the real items, a JSON object each. The test is skipped where
// they are not there, but not in CI.
func samples(tb testing.TB) []json.RawMessage {
	tb.Helper()
	folder := cmp.Or(os.Getenv("OVERLORD_SAMPLES"), filepath.Join("..", "..", "..", "shared", "samples"))
	text, err := os.ReadFile(filepath.Join(folder, "real_items.jsonl"))
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
		tb.Skip("the real items are not there; OVERLORD_SAMPLES names their folder")
	}
	if err != nil {
		tb.Fatal(err)
	}
	var list []json.RawMessage
	for line := range bytes.Lines(text) {
		list = append(list, bytes.TrimSpace(line))
	}
	if len(list) < 1000 {
		tb.Fatalf("only %d real items", len(list))
	}
	return list
}

// decode reads an item that must be one.
func decode(tb testing.TB, raw string) *Item {
	tb.Helper()
	i, err := Decode(json.RawMessage(raw))
	if err != nil {
		tb.Fatalf("%v: %s", err, raw)
	}
	return i
}
