package auth

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"overlord/store/fault"
)

func TestDefaultsAreValid(t *testing.T) {
	t.Parallel()
	var s Settings
	parser, err := kong.New(&s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(nil); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(s, defaults()) {
		t.Errorf("the defaults are %+v", s)
	}
	if err := s.Validate(); err != nil {
		t.Error(err)
	}
	_, err = parser.Parse([]string{"--trusted-proxies=10.0.0.1,192.168.0.0/16", "--allowed-hosts=a,b:1", "--plugin-secret-in-query"})
	if err != nil || len(s.TrustedProxies) != 2 || len(s.AllowedHosts) != 2 || !s.PluginSecretInQuery {
		t.Errorf("%+v, %v", s, err)
	}
}

// Every flag has help, and those that are secrets are marked.
func TestFlagsAreDescribed(t *testing.T) {
	t.Parallel()
	secrets := map[string]bool{"SecretKey": true, "AdminPassword": true, "SharedSecret": true}
	for f := range reflect.TypeFor[Settings]().Fields() {
		if f.Tag.Get("help") == "" {
			t.Errorf("%s has no help", f.Name)
		}
		if _, marked := f.Tag.Lookup("secret"); marked != secrets[f.Name] {
			t.Errorf("%s is marked as a secret: %t", f.Name, marked)
		}
	}
}

func TestValidateSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	cases := []struct {
		variable string
		set      func(*Settings)
		value    string // is repeated in the message
		secret   string // is not
		right    string // what would be right
	}{
		{"FIRST_ADMIN", func(s *Settings) { s.FirstAdmin = "" }, `""`, "", "not empty"},
		{"FIRST_ADMIN", func(s *Settings) { s.FirstAdmin = " root" }, `" root"`, "", "space"},
		{"FIRST_ADMIN", func(s *Settings) { s.FirstAdmin = "a\nb" }, `"a\nb"`, "", "letters"},
		{"FIRST_ADMIN", func(s *Settings) { s.FirstAdmin = strings.Repeat("y", 65) }, "yyy", "", "64"},
		{"ADMIN_PASSWORD", func(s *Settings) { s.AdminPassword = "hunter2" }, "", "hunter2", "10"},
		{"ADMIN_PASSWORD", func(s *Settings) { s.AdminPassword = strings.Repeat("s3cret!", 11) }, "77", "s3cret!", "72"},
		{"ADMIN_PASSWORD", func(s *Settings) { s.AdminPassword = "Changeme123" }, "", "Changeme123", "unset"},
		{"INTERNAL_TRUST", func(s *Settings) { s.InternalTrust = "lan" }, `"lan"`, "", "loopback, private or off"},
		{"INTERNAL_TRUST", func(s *Settings) { s.InternalTrust = "" }, `""`, "", "loopback, private or off"},
		{"ALLOWED_HOSTS", func(s *Settings) { s.AllowedHosts = []string{"ok", "https://x.example"} }, `"https://x.example"`, "", "overlord.lan"},
		{"ALLOWED_HOSTS", func(s *Settings) { s.AllowedHosts = []string{"*"} }, `"*"`, "", "overlord.lan"},
		{"TRUSTED_PROXIES", func(s *Settings) { s.TrustedProxies = []string{"10.0.0.0/33"} }, `"10.0.0.0/33"`, "", "10.0.0.0/8"},
		{"TRUSTED_PROXIES", func(s *Settings) { s.TrustedProxies = []string{"nginx"} }, `"nginx"`, "", "192.0.2.7"},
		{"TRUSTED_PROXIES", func(s *Settings) { s.TrustedProxies = []string{"fe80::1%eth0"} }, `"fe80::1%eth0"`, "", "10.0.0.0/8"},
		{"TRUSTED_PROXIES", func(s *Settings) { s.TrustedProxies = []string{"0.0.0.0/0"} }, `"0.0.0.0/0"`, "", "everybody"},
		{"TRUSTED_PROXIES", func(s *Settings) { s.TrustedProxies = []string{"::/0"} }, `"::/0"`, "", "everybody"},
		{"TRUSTED_PROXIES", func(s *Settings) { s.TrustedProxies = []string{"::ffff:0:0/96"} }, `"::ffff:0:0/96"`, "", "everybody"},
		{"TRUSTED_PROXIES", func(s *Settings) { s.TrustedProxies = []string{"::ffff:0:0/90"} }, `"::ffff:0:0/90"`, "", "10.0.0.0/8"},
		{"ALLOWED_ORIGINS", func(s *Settings) { s.AllowedOrigins = []string{"maps.example"} }, `"maps.example"`, "", "https://maps.example"},
		{"ALLOWED_ORIGINS", func(s *Settings) { s.AllowedOrigins = []string{"*"} }, `"*"`, "", "https://maps.example"},
		{"ALLOWED_ORIGINS", func(s *Settings) { s.AllowedOrigins = []string{"https://x.example/path"} }, "path", "", "https://maps.example"},
		{"SHARED_SECRET", func(s *Settings) { s.SharedSecret = "tell nobody " }, "", "tell nobody", "space"},
		{"SHARED_SECRET", func(s *Settings) { s.SharedSecret = "tell\nnobody" }, "", "nobody", "punctuation"},
		{"SHARED_SECRET", func(s *Settings) { s.SharedSecret = strings.Repeat("mum", 171) }, "513", "mum", "512"},
		{"AUTH_POOL_SIZE", func(s *Settings) { s.AuthPoolSize = 1 }, "1", "", "2 to 100"},
		{"AUTH_POOL_SIZE", func(s *Settings) { s.AuthPoolSize = 101 }, "101", "", "2 to 100"},
	}
	for i, c := range cases {
		t.Run(fmt.Sprint(c.variable, i), func(t *testing.T) {
			s := defaults()
			c.set(&s)
			err := s.Validate()
			if fault.CodeOf(err) != fault.Invalid || fault.Of(err).Field != c.variable {
				t.Fatalf("Validate = %v", err)
			}
			text := err.Error()
			if !strings.HasPrefix(text, c.variable) || !strings.Contains(text, c.value) || !strings.Contains(text, c.right) || strings.Contains(text, "\n") {
				t.Errorf("the message is %q; want it to name %s, %s and %s", text, c.variable, c.value, c.right)
			}
			if c.secret != "" && strings.Contains(text, c.secret) {
				t.Errorf("the message tells the secret: %q", text)
			}
			if _, err := New(nil, s, Options{}); err == nil {
				t.Error("the module was made all the same")
			}
		})
	}
}

func TestOptionsThatLetNobodyIn(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{HashCost: 3}, {HashCost: 32}, {AddressRate: Rate{Burst: 0, Every: 1}}, {AccountRate: Rate{Burst: 1}}} {
		if _, err := New(nil, defaults(), o); err == nil {
			t.Errorf("New takes %+v", o)
		}
	}
}

func TestParsePrefix(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"192.0.2.7":           "192.0.2.7/32",
		"10.1.2.3/8":          "10.0.0.0/8",
		"2001:db8::1":         "2001:db8::1/128",
		"::ffff:192.0.2.7":    "192.0.2.7/32",
		"::ffff:10.0.0.0/104": "10.0.0.0/8",
		"fd00::/8":            "fd00::/8",
	} {
		got, ok := parsePrefix(text)
		if !ok || got != netip.MustParsePrefix(want) {
			t.Errorf("parsePrefix(%q) = %s, %t; want %s", text, got, ok, want)
		}
	}
}
