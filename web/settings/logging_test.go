package settings

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestLogging(t *testing.T) {
	cases := []struct {
		l           Logging
		begins      string
		debug, warn bool
	}{
		{Logging{"info", "auto"}, "{", false, true},
		{Logging{"debug", "text"}, "time=", true, true},
		{Logging{"error", "json"}, "", false, false},
		{Logging{"", ""}, "{", false, true},
	}
	for _, c := range cases {
		var out bytes.Buffer
		logger := c.l.Logger(&out)
		logger.Debug("a detail")
		logger.Warn("a warning")
		text := out.String()
		if !strings.HasPrefix(text, c.begins) || strings.Contains(text, "a detail") != c.debug || strings.Contains(text, "a warning") != c.warn {
			t.Errorf("%+v logs %q", c.l, text)
		}
	}
}

func TestAFileIsNoTerminal(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if IsTerminal(f) || IsTerminal(&bytes.Buffer{}) {
		t.Error("a file is taken for a terminal")
	}
}
