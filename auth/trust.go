package auth

import (
	"net/netip"
	"slices"
	"strings"
)

// reach is how far internal trust reaches.
type reach string

const (
	reachOff      reach = "off"
	reachLoopback reach = "loopback"
	reachPrivate  reach = "private" // and loopback
)

func parseReach(text string) (reach, error) {
	if r := reach(text); slices.Contains([]reach{reachOff, reachLoopback, reachPrivate}, r) {
		return r, nil
	}
	return "", wrongSetting("INTERNAL_TRUST", "INTERNAL_TRUST is %q; use loopback, private or off", text)
}

// trustEndingHeaders end internal trust, whatever they say. The first three are
// put on by reverse proxies, so that their callers come from elsewhere; the other
// two by browsers, which act for whatever page they show.
var trustEndingHeaders = [...]string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Origin", "Sec-Fetch-Site"}

// trust is the rule of internal trust: who may look without proof.
type trust struct {
	reach reach
	hosts []hostPort // ALLOWED_HOSTS
}

// allows decides about a request by the TCP peer's address, never a forwarded one;
// by its Host header, since a page of another site can reach us under a name of
// its own; and by its headers (in canonical form).
func (t trust) allows(peer netip.Addr, host string, headers map[string][]string) bool {
	if !t.reaches(peer) {
		return false
	}
	for _, name := range trustEndingHeaders {
		if _, present := headers[name]; present {
			return false
		}
	}
	return t.knowsHost(host)
}

// reaches tells whether a peer is near enough.
func (t trust) reaches(peer netip.Addr) bool {
	peer = peer.Unmap().WithZone("")
	switch t.reach {
	case reachLoopback:
		return peer.IsLoopback()
	case reachPrivate:
		// IsPrivate is 10/8, 172.16/12, 192.168/16 and fc00::/7.
		return peer.IsLoopback() || peer.IsPrivate() || peer.Is6() && peer.IsLinkLocalUnicast()
	}
	return false
}

// knowsHost tells whether the request was sent to an address, to localhost, or to
// a name in ALLOWED_HOSTS.
func (t trust) knowsHost(host string) bool {
	h, ok := parseHostPort(host)
	return ok && (h.literal() || h.name == "localhost" || hostAllowed(t.hosts, h))
}

// peerAddr is the address in a connection's remote address; the zero Addr for
// what is no address, such as a Unix socket.
func peerAddr(remote string) netip.Addr {
	peer, err := netip.ParseAddrPort(strings.TrimSpace(remote))
	if err != nil {
		return netip.Addr{}
	}
	return peer.Addr().Unmap().WithZone("")
}

// internalIdentity is whoever internal trust lets in.
func internalIdentity() Identity {
	return Identity{Permissions: []string{View}, Via: ViaInternal}
}
