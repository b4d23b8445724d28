package auth

import (
	"net/netip"
	"strings"
	"unicode"

	"overlord/store/fault"
)

// Settings are the accounts' part of the configuration. Their environment names
// are the flags' in capitals.
type Settings struct {
	SecretKey           string   `help:"Signs what is signed, and opens the cookies of the earlier Python service; unset: made and kept in DATA_DIR." placeholder:"TEXT" secret:""`
	LegacyCookies       string   `help:"What to do about the cookies of the earlier Python service: accept, issue (set one as well, for both to be used) or off." default:"accept" enum:"accept,issue,off"`
	FirstAdmin          string   `help:"Name of the first user, who is made when there is none." default:"admin" placeholder:"NAME"`
	AdminPassword       string   `help:"Password of the first user, 10 to 72 bytes; unset: one is made and shown once." placeholder:"TEXT" secret:""`
	InternalTrust       string   `help:"Which direct callers may look without signing in: loopback, private (networks) or off." default:"loopback" enum:"loopback,private,off"`
	AllowedHosts        []string `help:"Host names, beside localhost and addresses, under which internal trust is given." placeholder:"NAME"`
	TrustedProxies      []string `help:"Addresses or networks of the reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed." placeholder:"CIDR"`
	AllowedOrigins      []string `help:"Other sites, such as https://maps.example, whose pages may use this server." placeholder:"ORIGIN"`
	SharedSecret        string   `help:"The secret that plugins present; unset: plugins are refused." placeholder:"TEXT" secret:""`
	PluginSecretInQuery bool     `help:"Take the plugins' secret also from ?secret=, for clients that cannot set a header."`
	AuthPoolSize        int      `help:"Connections of the accounts to the database dereth." default:"4"`
}

// Bounds of AUTH_POOL_SIZE: a sign-in must not wait for the half-minute check, and
// nobody needs more than a small PostgreSQL has.
const (
	minPool = 2
	maxPool = 100
)

// maxSecret is the longest plugin secret, in bytes; a longer one presented is
// refused unread.
const maxSecret = 512

// Validate says what is wrong with the settings: the variable, its value (never a
// secret's) and what would be right.
func (s Settings) Validate() error {
	for _, check := range []func() error{s.checkFirstAdmin, s.checkSecrets, s.checkTrust, s.checkPool} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (s Settings) checkFirstAdmin() error {
	if err := checkUsername(s.FirstAdmin); err != nil {
		return wrongSetting("FIRST_ADMIN", "FIRST_ADMIN is %q: %v", s.FirstAdmin, err)
	}
	if s.AdminPassword == "" {
		return nil
	}
	if err := checkPassword(s.AdminPassword, s.FirstAdmin); err != nil {
		return wrongSetting("ADMIN_PASSWORD", "ADMIN_PASSWORD cannot be used: %v; leave it unset to have one made", err)
	}
	return nil
}

func (s Settings) checkSecrets() error {
	if len(s.SharedSecret) > maxSecret {
		return wrongSetting("SHARED_SECRET", "SHARED_SECRET is %d bytes long; use %d at most", len(s.SharedSecret), maxSecret)
	}
	if strings.TrimSpace(s.SharedSecret) != s.SharedSecret || strings.ContainsFunc(s.SharedSecret, unicode.IsControl) {
		return wrongSetting("SHARED_SECRET", "SHARED_SECRET begins or ends with a space, or holds a control character, which no HTTP header can carry; use letters, digits and punctuation")
	}
	return nil
}

func (s Settings) checkTrust() error {
	if _, err := parseReach(s.InternalTrust); err != nil {
		return err
	}
	if _, err := parseHosts(s.AllowedHosts); err != nil {
		return err
	}
	if _, err := parseProxies(s.TrustedProxies); err != nil {
		return err
	}
	if _, err := parseLegacyMode(s.LegacyCookies); err != nil {
		return err
	}
	_, err := parseOrigins(s.AllowedOrigins)
	return err
}

func (s Settings) checkPool() error {
	if s.AuthPoolSize < minPool || s.AuthPoolSize > maxPool {
		return wrongSetting("AUTH_POOL_SIZE", "AUTH_POOL_SIZE is %d; use %d to %d", s.AuthPoolSize, minPool, maxPool)
	}
	return nil
}

// parseProxies reads TRUSTED_PROXIES.
func parseProxies(list []string) ([]netip.Prefix, error) {
	proxies := make([]netip.Prefix, 0, len(list))
	for _, text := range list {
		p, ok := parsePrefix(strings.TrimSpace(text))
		if !ok {
			return nil, wrongSetting("TRUSTED_PROXIES", "TRUSTED_PROXIES holds %q; use addresses and networks such as 192.0.2.7 or 10.0.0.0/8", text)
		}
		if p.Bits() == 0 {
			return nil, wrongSetting("TRUSTED_PROXIES", "TRUSTED_PROXIES holds %q, which would believe everybody; name the proxies", text)
		}
		proxies = append(proxies, p)
	}
	return proxies, nil
}

// parsePrefix reads a network, or an address as the network of itself.
// IPv4-mapped ones are unmapped, since that is how callers are compared.
func parsePrefix(text string) (netip.Prefix, bool) {
	if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), true
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, false
	}
	if p.Addr().Is4In6() {
		if p.Bits() < mappedBits {
			return netip.Prefix{}, false
		}
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-mappedBits)
	}
	return p.Masked(), true
}

// mappedBits come before the IPv4 address in an IPv4-mapped one.
const mappedBits = 96

func wrongSetting(variable, format string, args ...any) error {
	return fault.New(fault.Invalid, format, args...).WithField(variable)
}
