package embedded

import (
	"strings"
	"testing"
)

func TestValidateNamesTheSetting(t *testing.T) {
	cases := []struct {
		name string
		cfg  Config
		want string
	}{
		{"no folder", Config{}, "DataDir"},
		{"open to the network", Config{DataDir: "d", Listen: "0.0.0.0:5432"}, "EMBEDDED_PG_LISTEN=0.0.0.0:5432: \"0.0.0.0\" is not a loopback address"},
		{"all addresses", Config{DataDir: "d", Listen: ":5432"}, "not a loopback address"},
		{"a public address", Config{DataDir: "d", Listen: "192.0.2.1:5432"}, "not a loopback address"},
		{"no port", Config{DataDir: "d", Listen: "127.0.0.1"}, "with a port"},
		{"a port beyond", Config{DataDir: "d", Listen: "127.0.0.1:70000"}, "1 to 65535"},
		{"a name to quote", Config{DataDir: "d", Databases: []string{`x"; drop`}}, "no plain name"},
		{"a role to quote", Config{DataDir: "d", Reader: "../up"}, "no plain name"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := c.cfg.Validate()
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("err = %v, want one that says %q", err, c.want)
			}
		})
	}
	for _, listen := range []string{"", "127.0.0.1:5432", "[::1]:5433", "localhost:5432", "127.1.2.3:1"} {
		cfg := Config{DataDir: "d", Listen: listen}
		if err := cfg.Validate(); err != nil {
			t.Errorf("Listen %q: %v", listen, err)
		}
	}
}
