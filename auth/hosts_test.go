package auth

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func TestParseHostPort(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text    string
		want    hostPort
		literal bool
		ok      bool
	}{
		{"overlord", hostPort{"overlord", ""}, false, true},
		{"My_Tracker.lan:8770", hostPort{"my_tracker.lan", "8770"}, false, true},
		{"192.0.2.1:80", hostPort{"192.0.2.1", "80"}, true, true},
		{"[2001:DB8::1]", hostPort{"2001:db8::1", ""}, true, true},
		{"[2001:db8::1]:443", hostPort{"2001:db8::1", "443"}, true, true},
		{"[::ffff:192.0.2.1]", hostPort{"::ffff:192.0.2.1", ""}, true, true},
		{"192.0.2.256", hostPort{"192.0.2.256", ""}, false, true}, // a name, and no address
		{text: ""},
		{text: ":80"},
		{text: "a b"},
		{text: "user@host"},
		{text: "host/path"},
		{text: "host:80:90"},
		{text: "host:-1"},
		{text: "host:123456"},
		{text: "[192.0.2.1]"},
		{text: "[host]"},
		{text: "[::1]x"},
		{text: "[fe80::1%eth0]"},
		{text: "2001:db8::1"},
		{text: "höst"},
		{text: strings.Repeat("a", 254)},
	}
	for _, c := range cases {
		got, ok := parseHostPort(c.text)
		if ok != c.ok || got != c.want {
			t.Errorf("parseHostPort(%q) = %+v, %t; want %+v, %t", c.text, got, ok, c.want, c.ok)
		}
		if ok && got.literal() != c.literal {
			t.Errorf("%q is an address: %t", c.text, got.literal())
		}
	}
}

// A Host header that the rule of internal trust knows names, to the letter, an
// address, localhost or a name of ALLOWED_HOSTS: nothing that DNS of somebody
// else's could answer for.
func FuzzTrustedHost(f *testing.F) {
	for _, seed := range []string{"localhost", "127.0.0.1:80", "[::1]:80", "evil.example", "localhost.evil", "overlord.lan", "127.0.0.1.", "[::1%25x]", "0x7f.1", "LOCALHOST:1"} {
		f.Add(seed)
	}
	rule := trust{reach: reachLoopback, hosts: []hostPort{{name: "overlord.lan"}}}
	f.Fuzz(func(t *testing.T, host string) {
		if !rule.knowsHost(host) {
			return
		}
		name := host
		if bare, _, err := net.SplitHostPort(host); err == nil {
			name = bare
		}
		name = strings.ToLower(strings.Trim(name, "[]"))
		if _, err := netip.ParseAddr(name); err != nil && name != "localhost" && name != "overlord.lan" {
			t.Fatalf("Host %q is trusted as %q", host, name)
		}
	})
}

// An Origin that passes names the very host that the request was sent to.
func FuzzOriginIsHost(f *testing.F) {
	for _, seed := range [][2]string{
		{"https://overlord.example", "overlord.example"}, {"http://h:80", "h"}, {"http://h", "h:80"}, {"https://h", "h:80"},
		{"null", "null"}, {"http://h@evil", "h"}, {"http://[::1]:5", "[::1]:5"}, {"http://h.evil", "h"}, {"HTTP://H", "h"}, {"", ""},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, host string) {
		if !originAllowed([]string{text}, host, nil) {
			return
		}
		u, err := url.Parse(text)
		if err != nil || u.Path != "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			t.Fatalf("%q passes as an origin: %+v, %v", text, u, err)
		}
		want, err := url.Parse(u.Scheme + "://" + host)
		if err != nil || !strings.EqualFold(u.Hostname(), want.Hostname()) || portOf(u) != portOf(want) {
			t.Fatalf("the origin %q passes at the host %q", text, host)
		}
	})
}

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return map[string]string{"http": "80", "https": "443"}[u.Scheme]
}
