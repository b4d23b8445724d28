package auth

import (
	"net/netip"
	"slices"
	"strings"
)

// hostPort is a Host header, or an origin's host, taken apart. The name is in
// lower case; the port is "" where none was written.
type hostPort struct {
	name string
	port string
}

// parseHostPort reads name, name:port, 192.0.2.1:port or [2001:db8::1]:port. A
// name may hold what DNS and container networks use; anything else is refused, a
// zone too, which no client sends.
func parseHostPort(text string) (hostPort, bool) {
	name, rest := text, ""
	if strings.HasPrefix(text, "[") {
		end := strings.IndexByte(text, ']')
		if end < 0 {
			return hostPort{}, false
		}
		name, rest = text[1:end], text[end+1:]
		if addr, err := netip.ParseAddr(name); err != nil || !addr.Is6() || addr.Zone() != "" {
			return hostPort{}, false
		}
	} else {
		if colon := strings.IndexByte(text, ':'); colon >= 0 {
			name, rest = text[:colon], text[colon:]
		}
		if !hostName(name) {
			return hostPort{}, false
		}
	}
	if rest == "" {
		return hostPort{name: strings.ToLower(name)}, true
	}
	port, found := strings.CutPrefix(rest, ":")
	if !found || !portNumber(port) {
		return hostPort{}, false
	}
	return hostPort{name: strings.ToLower(name), port: port}, true
}

// hostName tells whether text can be a host's name or its IPv4 address.
func hostName(text string) bool {
	const longest = 253 // RFC 1035, written out
	return text != "" && len(text) <= longest && !strings.ContainsFunc(text, func(c rune) bool {
		return !alphanumeric(c) && c != '-' && c != '.' && c != '_'
	})
}

func portNumber(text string) bool {
	const longest = 5 // 65535
	return text != "" && len(text) <= longest && !strings.ContainsFunc(text, func(c rune) bool { return c < '0' || c > '9' })
}

func alphanumeric(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// literal tells whether the host is an address: no name that somebody else's DNS
// could point at us.
func (h hostPort) literal() bool {
	_, err := netip.ParseAddr(h.name)
	return err == nil
}

// parseHosts reads ALLOWED_HOSTS. An entry without a port stands for every port.
func parseHosts(list []string) ([]hostPort, error) {
	hosts := make([]hostPort, 0, len(list))
	for _, text := range list {
		h, ok := parseHostPort(strings.TrimSpace(text))
		if !ok {
			return nil, wrongSetting("ALLOWED_HOSTS", "ALLOWED_HOSTS holds %q; use names such as overlord or overlord.lan:8770, without https://", text)
		}
		hosts = append(hosts, h)
	}
	return hosts, nil
}

// hostAllowed tells whether h is one of hosts.
func hostAllowed(hosts []hostPort, h hostPort) bool {
	return slices.ContainsFunc(hosts, func(a hostPort) bool {
		return a.name == h.name && (a.port == "" || a.port == h.port)
	})
}
