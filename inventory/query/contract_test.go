package query

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// contractCase is one case of search-cases.json. A length is only given where it
// is promised.
type contractCase struct {
	Query     string
	Canonical *string
	Error     Kind
	Start     int
	Length    *int
}

// mustContractCases reads the contract's cases.
func mustContractCases(tb testing.TB) []contractCase {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "search-cases.json"))
	if err != nil {
		tb.Fatal(err)
	}
	var cases []contractCase
	if err := json.Unmarshal(text, &cases); err != nil {
		tb.Fatal(err)
	}
	return cases
}

func TestContractCases(t *testing.T) {
	t.Parallel()
	for _, c := range mustContractCases(t) {
		q, err := Parse(c.Query)
		switch {
		case c.Canonical != nil:
			if err != nil {
				t.Errorf("%q: %v", c.Query, err)
			} else if got := q.String(); got != *c.Canonical {
				t.Errorf("%q is written %q, want %q", c.Query, got, *c.Canonical)
			}
		default:
			var e *Error
			if !errors.As(err, &e) || e.Kind != c.Error || e.Start != c.Start || c.Length != nil && e.Length != *c.Length {
				t.Errorf("%q: got %+v, want %s at %d", c.Query, e, c.Error, c.Start)
			}
		}
	}
}

// The copy in testdata is the contract's, where that lies beside the repository.
func TestContractCasesAreCurrent(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "contract", "search-cases.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the contract is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("testdata", "search-cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the cases differ from the contract's")
	}
}
