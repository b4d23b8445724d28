package progress

import (
	"strings"
	"testing"
)

func TestDescribeGap(t *testing.T) {
	cases := []struct {
		cursor, first, last uint64
		want                string // a part of the message; empty: they fit
	}{
		{0, 1, 0, ""}, {0, 1, 10, ""}, {10, 1, 10, ""}, {4, 5, 10, ""}, {10, 11, 10, ""},
		{11, 1, 10, "ends at record 10"},
		{3, 5, 10, "records 4 to 4 are gone"},
		{0, 5, 10, "records 1 to 4 are gone"},
	}
	for _, c := range cases {
		got := DescribeGap(c.cursor, c.first, c.last)
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("cursor %d, log %d to %d: %q, want %q", c.cursor, c.first, c.last, got, c.want)
		}
	}
}
