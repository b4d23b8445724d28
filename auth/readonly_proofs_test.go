package auth

import (
	"net/http"
	"testing"
	"time"

	"overlord/store/fault"
)

// A read-only server takes codes and the Python service's cookies, and remembers
// by itself which of them are used up.
func TestProofsOnAReadOnlyServer(t *testing.T) {
	t.Parallel()
	reading, writing, writer := mustReaders(t)
	MustUser(t, writing, "viewer", testPassword, false, View)
	reading.seal, reading.signer = writing.seal, writing.signer // one SECRET_KEY
	now := time.Now()
	there := &site{serveSite(t, writing), writing, writer, nil}
	secret, recovery := there.browser(t).mustLogin("viewer").withFactor(now)

	here := &site{serveSite(t, reading), reading, writer, nil}
	b := here.browser(t)
	b.loginCode("viewer", mustCode(t, secret, now)).wantsField(t, http.StatusUnauthorized, "code") // used there
	reading.now = func() time.Time { return now.Add(2 * codeStep) }
	code := mustCode(t, secret, reading.now())
	b.loginCode("viewer", code).wants(t, http.StatusOK, "")
	b.loginCode("viewer", code).wantsField(t, http.StatusUnauthorized, "code")
	b.loginCode("viewer", recovery[0]).wants(t, http.StatusServiceUnavailable, string(fault.ReadOnly))

	text, _, err := writing.signer.makeLegacy(user{Username: "viewer"}, now)
	mustDo(t, err)
	cookie := legacyCookieName + "=" + text
	here.browser(t).get("/me", "Cookie", cookie).wants(t, http.StatusOK, "")
	here.browser(t).send(http.MethodPost, "/logout", "", "Cookie", cookie).wants(t, http.StatusOK, "")
	here.browser(t).get("/me", "Cookie", cookie).wants(t, http.StatusUnauthorized, "unauthenticated")
	if err := reading.legacy.keepUp(t.Context()); err != nil {
		t.Errorf("looking after the cookies writes: %v", err)
	}
	reading.legacy.rows.(*memoryLegacy).mu.Lock()
	if n := len(reading.legacy.rows.(*memoryLegacy).ended); n != 1 {
		t.Errorf("%d are remembered", n)
	}
	reading.legacy.rows.(*memoryLegacy).mu.Unlock()
	if err := reading.legacy.rows.purgeSessions(t.Context(), now.Add(legacyLifetime+time.Minute)); err != nil || len(reading.legacy.rows.(*memoryLegacy).ended) != 0 {
		t.Errorf("they are remembered for ever: %v", err)
	}
}
