package auth

import (
	"crypto/sha256"
	"crypto/subtle"
)

// placeholderSecret stood in the earlier service's example configuration. It is
// known to everybody, so it opens nothing.
const placeholderSecret = "your_shared_secret"

// sharedSecretName is what SHARED_SECRET is called, beside the named secrets.
const sharedSecretName = "shared"

// pluginSecret is one secret that opens the plugin socket, kept as its digest: of
// equal length for all, so that comparing tells nothing about the length either.
type pluginSecret struct {
	name   string
	digest [sha256.Size]byte
}

// pluginSecrets are all that open the plugin socket. None opens it to nobody.
type pluginSecrets []pluginSecret

// configuredSecrets are those of the settings.
func configuredSecrets(s Settings) pluginSecrets {
	if s.SharedSecret == "" || s.SharedSecret == placeholderSecret {
		return nil
	}
	return pluginSecrets{{sharedSecretName, sha256.Sum256([]byte(s.SharedSecret))}}
}

// match finds the secret that was presented, after the same time whether and
// which one it is.
func (p pluginSecrets) match(presented string) (name string, ok bool) {
	if presented == "" || len(presented) > maxSecret {
		return "", false
	}
	digest := sha256.Sum256([]byte(presented))
	for _, s := range p {
		if subtle.ConstantTimeCompare(digest[:], s.digest[:]) == 1 {
			name, ok = s.name, true
		}
	}
	return name, ok
}

// PluginSecret tells whether a presented secret opens the plugin socket, and the
// name under which that secret is known.
func (m *Module) PluginSecret(presented string) (name string, ok bool) {
	return m.plugins.match(presented)
}
