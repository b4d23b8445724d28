package auth

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/netip"
	"slices"
	"sync"
	"time"
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
	ended  chan struct{} // closed when it is revoked
}

// pluginSecrets are all that open the plugin socket: the configured one, and the
// named ones as of the last look at the database. None opens it to nobody.
type pluginSecrets struct {
	mu     sync.Mutex
	shared []pluginSecret // none or one
	named  []pluginSecret
	loaded bool                       // named is known
	used   map[string]secretUse       // named secrets since the last note of it
	spoken map[string]characterSecret // characters since then
}

// secretUse is when and from where a named secret came last.
type secretUse struct {
	at      time.Time
	address netip.Addr
}

// characterSecret is with which secret a character's plugin came, and when.
type characterSecret struct {
	secret string
	since  time.Time
}

// maxSpoken bounds the characters that wait to be noted, which a plugin can make
// up.
const maxSpoken = 10_000

// newPluginSecrets are those of the settings.
func newPluginSecrets(s Settings) *pluginSecrets {
	p := &pluginSecrets{used: make(map[string]secretUse), spoken: make(map[string]characterSecret)}
	if s.SharedSecret != "" && s.SharedSecret != placeholderSecret {
		p.shared = []pluginSecret{{sharedSecretName, sha256.Sum256([]byte(s.SharedSecret)), nil}}
	}
	return p
}

// match finds the secret that was presented, after the same time whether and
// which one it is.
func (p *pluginSecrets) match(presented string) (name string, ok bool) {
	if presented == "" || len(presented) > maxSecret {
		return "", false
	}
	digest := sha256.Sum256([]byte(presented))
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, list := range [][]pluginSecret{p.shared, p.named} {
		for _, s := range list {
			if subtle.ConstantTimeCompare(digest[:], s.digest[:]) == 1 {
				name, ok = s.name, true
			}
		}
	}
	return name, ok
}

// state tells whether any secret opens the socket, and whether the named ones are
// known.
func (p *pluginSecrets) state() (any, loaded bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.shared)+len(p.named) > 0, p.loaded
}

// follow takes over the named secrets as they are stored. Those that are gone end.
func (p *pluginSecrets) follow(stored []pluginSecret) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.named
	p.named, p.loaded = make([]pluginSecret, 0, len(stored)), true
	for _, s := range stored {
		s.ended = make(chan struct{})
		for i, b := range before {
			if b.digest == s.digest && b.name == s.name {
				s.ended = b.ended
				before = slices.Delete(slices.Clone(before), i, i+1)
				break
			}
		}
		p.named = append(p.named, s)
	}
	for _, gone := range before {
		close(gone.ended)
	}
}

// over is closed once a secret is revoked; at once for one that is not known.
func (p *pluginSecrets) over(name string) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, list := range [][]pluginSecret{p.shared, p.named} {
		for _, s := range list {
			if s.name == name {
				return s.ended
			}
		}
	}
	over := make(chan struct{})
	close(over)
	return over
}

// use notes that a named secret was presented.
func (p *pluginSecrets) use(name string, u secretUse) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if name != sharedSecretName {
		p.used[name] = u
	}
}

// speaks notes with which secret a character's plugin came.
func (p *pluginSecrets) speaks(character string, with characterSecret) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.spoken[character]; known || len(p.spoken) < maxSpoken {
		p.spoken[character] = with
	}
}

// notes hands over what was noted since the last time.
func (p *pluginSecrets) notes() (used map[string]secretUse, spoken map[string]characterSecret) {
	p.mu.Lock()
	defer p.mu.Unlock()
	used, spoken = p.used, p.spoken
	p.used, p.spoken = make(map[string]secretUse), make(map[string]characterSecret)
	return used, spoken
}

// PluginSecret tells whether a presented secret opens the plugin socket, and the
// name under which that secret is known.
func (m *Module) PluginSecret(presented string) (name string, ok bool) {
	return m.plugins.match(presented)
}
