package auth

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
)

// suite is what the whole suite logged, and what it must not have.
var suite struct {
	mu      sync.Mutex
	said    strings.Builder
	secrets map[string]bool
}

// keepSecret notes something that no log may hold. Everything that is set as a
// cookie, made as a token, or typed as the usual password is noted by the helpers.
func keepSecret(text string) {
	const shortest = 10 // what is shorter may stand there by chance
	if len(text) < shortest {
		return
	}
	suite.mu.Lock()
	defer suite.mu.Unlock()
	suite.secrets[text] = true
}

// TestMain looks through all that the suite logged, at every level, for all the
// secrets it handled.
func TestMain(m *testing.M) {
	flag.Parse()
	suite.secrets = map[string]bool{testPassword: true, "$2a$": true, testKey: true}
	code := m.Run()
	suite.mu.Lock()
	defer suite.mu.Unlock()
	said := suite.said.String()
	for secret := range suite.secrets {
		if i := strings.Index(said, secret); i >= 0 {
			fmt.Printf("the log of the suite tells a secret: %q\n", said[max(0, i-200):min(len(said), i+len(secret)+50)])
			code = 1
		}
	}
	os.Exit(code)
}
