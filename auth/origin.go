package auth

import (
	"slices"
	"strings"
)

// origin is where a page came from, as browsers say it: scheme, host and port.
// The port is "" where it is the scheme's own.
type origin struct {
	scheme string // http or https
	hostPort
}

// parseOrigin reads scheme://host[:port]. "null" and everything else is refused.
func parseOrigin(text string) (origin, bool) {
	scheme, host, found := strings.Cut(text, "://")
	scheme = strings.ToLower(scheme)
	if !found || scheme != "http" && scheme != "https" {
		return origin{}, false
	}
	h, ok := parseHostPort(host)
	if !ok {
		return origin{}, false
	}
	return origin{scheme, h.withoutDefault(scheme)}, true
}

// withoutDefault leaves out the port that the scheme has anyway.
func (h hostPort) withoutDefault(scheme string) hostPort {
	if scheme == "http" && h.port == "80" || scheme == "https" && h.port == "443" {
		h.port = ""
	}
	return h
}

// String is the origin as browsers write it.
func (o origin) String() string {
	name := o.name
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if o.port != "" {
		name += ":" + o.port
	}
	return o.scheme + "://" + name
}

// isHost tells whether the origin is the host that a request was sent to. The
// scheme is not compared: behind a proxy that ends TLS it is not known.
func (o origin) isHost(host string) bool {
	h, ok := parseHostPort(host)
	return ok && o.hostPort == h.withoutDefault(o.scheme)
}

// originAllowed is the cross-site rule for the values of a request's Origin
// header: each must be the request's host or one of the allowed.
func originAllowed(values []string, host string, allowed []origin) bool {
	return !slices.ContainsFunc(values, func(text string) bool {
		o, ok := parseOrigin(text)
		return !ok || !o.isHost(host) && !slices.Contains(allowed, o)
	})
}

// parseOrigins reads ALLOWED_ORIGINS.
func parseOrigins(list []string) ([]origin, error) {
	origins := make([]origin, 0, len(list))
	for _, text := range list {
		o, ok := parseOrigin(strings.TrimSuffix(strings.TrimSpace(text), "/"))
		if !ok {
			return nil, wrongSetting("ALLOWED_ORIGINS", "ALLOWED_ORIGINS holds %q; use scheme and host such as https://maps.example or http://10.0.0.5:8080", text)
		}
		origins = append(origins, o)
	}
	return origins, nil
}
