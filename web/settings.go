package web

import (
	"net/netip"
	"strings"

	"overlord/store/fault"
)

// Settings of the front door.
type Settings struct {
	ListenAddr    string `help:"Where to serve." default:"127.0.0.1:8770" type:"addr" placeholder:"HOST:PORT"`
	PublicURL     string `help:"The address that people use, for links; unset: from the request. https makes cookies Secure." type:"url" placeholder:"URL"`
	GrafanaURL    string `help:"Where Grafana is; it then answers at /grafana/ to whoever may see the page, and has to be told to serve from there. Unset: nowhere." type:"url" placeholder:"URL"`
	MetricsPublic bool   `help:"Answer /metrics to everybody, not only to callers on this machine."`
	DebugAddr     string `help:"Serve profiles (pprof) on this loopback address; unset: not at all." type:"addr" placeholder:"HOST:PORT"`
}

// Validate refuses what would show the inside of the server to others.
func (s Settings) Validate() error {
	if s.DebugAddr == "" || isLoopbackHost(s.DebugAddr) {
		return nil
	}
	return fault.New(fault.Invalid, "DEBUG_ADDR is %q; it wants a loopback address such as 127.0.0.1:6060", s.DebugAddr).WithField("DEBUG_ADDR")
}

// Secure tells whether people reach the server by TLS.
func (s Settings) Secure() bool { return strings.HasPrefix(s.PublicURL, "https://") }

// isLoopbackHost tells whether an address to listen on is reached only from this
// machine. Names but localhost are not looked up.
func isLoopbackHost(addr string) bool {
	i := strings.LastIndexByte(addr, ':')
	if i < 0 {
		return false
	}
	host := strings.Trim(addr[:i], "[]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
