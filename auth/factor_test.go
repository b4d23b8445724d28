package auth

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image/png"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"pgregory.net/rapid"

	"overlord/store/fault"
)

type newFactor struct{ Secret, URI, QR string }

// withFactor gives a signed-in user a second factor, and returns its secret and
// the recovery codes.
func (b *browser) withFactor(at time.Time) (secret string, recovery []string) {
	b.tb.Helper()
	begun := mustDecode[newFactor](b.tb, b.sendJSON(http.MethodPost, "/me/totp", `{"password":"`+testPassword+`"}`))
	a := b.sendJSON(http.MethodPost, "/me/totp", `{"code":"`+mustCode(b.tb, begun.Secret, at)+`"}`)
	codes := mustDecode[struct {
		RecoveryCodes []string `json:"recovery_codes"`
	}](b.tb, a).RecoveryCodes
	if a.StatusCode != http.StatusOK || len(codes) != recoveryCodes {
		b.tb.Fatalf("%d %s", a.StatusCode, a.body)
	}
	return begun.Secret, codes
}

// mustCode is what an app shows.
func mustCode(tb testing.TB, secret string, at time.Time) string {
	tb.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		tb.Fatal(err)
	}
	return code
}

func (b *browser) loginCode(name, code string) answer {
	b.tb.Helper()
	body, err := json.Marshal(map[string]string{"username": name, "password": testPassword, "code": code})
	if err != nil {
		b.tb.Fatal(err)
	}
	return b.sendJSON(http.MethodPost, "/login", string(body))
}

// wantsField is wants for an answer that names a member.
func (a answer) wantsField(tb testing.TB, status int, field string) {
	tb.Helper()
	if a.StatusCode != status || !strings.Contains(a.body, `"field":"`+field+`"`) {
		tb.Errorf("%d %s, want %d and the field %q", a.StatusCode, a.body, status, field)
	}
}

// A second factor is begun with the password, counts from its first right code on,
// and from then on signing in takes a code, each of which opens once.
func TestASecondFactor(t *testing.T) {
	t.Parallel()
	now := time.Now().Truncate(codeStep)
	s := MustSite(t, func(_ *Settings, o *Options) { o.Now = func() time.Time { return now } })
	b := s.browser(t).mustLogin("viewer")
	state := func() string { t.Helper(); return strings.TrimSpace(b.get("/me/totp").body) }
	if got := state(); got != `{"enabled":false,"recovery_codes_left":0}` {
		t.Errorf("at first: %s", got)
	}
	for body, want := range map[string]int{
		`{}`: http.StatusBadRequest, `{"password":"x","code":"1"}`: http.StatusBadRequest, `{"password":"wrong password"}`: http.StatusForbidden, `{"code":"123456"}`: http.StatusConflict,
	} {
		if a := b.sendJSON(http.MethodPost, "/me/totp", body); a.StatusCode != want {
			t.Errorf("%s: %d %s", body, a.StatusCode, a.body)
		}
	}
	begun := mustDecode[newFactor](t, b.sendJSON(http.MethodPost, "/me/totp", `{"password":"`+testPassword+`"}`))
	picture, found := strings.CutPrefix(begun.QR, "data:image/png;base64,")
	file, err := base64.StdEncoding.DecodeString(picture)
	if err == nil {
		_, err = png.Decode(bytes.NewReader(file))
	}
	if !found || err != nil || !strings.HasPrefix(begun.URI, "otpauth://totp/Mosswart%20Overlord:viewer?") || !strings.Contains(begun.URI, begun.Secret) {
		t.Errorf("begun as %.200s: %v", begun.URI, err)
	}
	s.browser(t).login("viewer", testPassword).wants(t, http.StatusOK, "") // nothing is changed yet
	b.sendJSON(http.MethodPost, "/me/totp", `{"code":"`+mustCode(t, begun.Secret, now.Add(time.Hour))+`"}`).wantsField(t, http.StatusBadRequest, "code")

	secret, recovery := b.withFactor(now)
	if got := state(); got != `{"enabled":true,"recovery_codes_left":10}` {
		t.Errorf("then: %s", got)
	}
	other := s.browser(t)
	other.login("viewer", testPassword).wantsField(t, http.StatusUnauthorized, "code")
	other.login("viewer", "wrong password").wants(t, http.StatusUnauthorized, "unauthenticated")
	if a := other.login("viewer", "wrong password"); strings.Contains(a.body, "code is") {
		t.Errorf("a wrong password learns of the second factor: %s", a.body)
	}
	other.loginCode("viewer", mustCode(t, secret, now)).wantsField(t, http.StatusUnauthorized, "code") // it took the factor into use
	now = now.Add(codeStep)
	code := mustCode(t, secret, now)
	other.loginCode("viewer", code[:3]+" "+code[3:]).wants(t, http.StatusOK, "")
	other.loginCode("viewer", code).wantsField(t, http.StatusUnauthorized, "code")
	now = now.Add(2 * codeStep)
	other.loginCode("viewer", mustCode(t, secret, now.Add(codeStep))).wants(t, http.StatusOK, "")                       // a clock that is fast
	other.loginCode("viewer", mustCode(t, secret, now)).wantsField(t, http.StatusUnauthorized, "code")                  // older than one that was used
	other.loginCode("viewer", mustCode(t, secret, now.Add(-3*codeStep))).wantsField(t, http.StatusUnauthorized, "code") // too old
	now = now.Add(time.Hour)                                                                                            // for the throttle
	s.browser(t).form("/login", map[string][]string{"username": {"viewer"}, "password": {testPassword}, "code": {recovery[0]}}).wants(t, http.StatusSeeOther, "")
	now = now.Add(time.Hour)
	other.loginCode("viewer", recovery[0]).wantsField(t, http.StatusUnauthorized, "code")
	other.loginCode("viewer", strings.ToUpper(strings.ReplaceAll(recovery[1], "-", " "))).wants(t, http.StatusOK, "")
	if got := state(); got != `{"enabled":true,"recovery_codes_left":8}` {
		t.Errorf("in the end: %s", got)
	}

	b.sendJSON(http.MethodPost, "/me/totp", `{"password":"`+testPassword+`"}`).wants(t, http.StatusConflict, "conflict")
	now = now.Add(time.Hour)
	b.sendJSON(http.MethodDelete, "/me/totp", `{"password":"`+testPassword+`"}`).wantsField(t, http.StatusForbidden, "code")
	b.sendJSON(http.MethodDelete, "/me/totp", `{"code":"`+mustCode(t, secret, now)+`"}`).wantsField(t, http.StatusForbidden, "password")
	b.sendJSON(http.MethodDelete, "/me/totp", `{"password":"`+testPassword+`","code":"`+mustCode(t, secret, now)+`"}`).wants(t, http.StatusOK, "")
	s.browser(t).login("viewer", testPassword).wants(t, http.StatusOK, "")
	if got := state(); got != `{"enabled":false,"recovery_codes_left":0}` {
		t.Errorf("after it was taken away: %s", got)
	}
	for _, told := range append(recovery, secret, begun.Secret) {
		if strings.Contains(s.log.String(), told) {
			t.Errorf("the log tells %q", told)
		}
	}
	var stored string
	if err := s.pool.QueryRow(t.Context(), `select coalesce(string_agg(encode(totp_secret, 'escape'), ''), '') from users`).Scan(&stored); err != nil || strings.Contains(stored, secret) {
		t.Errorf("the secret is stored as it is: %v", err)
	}
}

// Guessing codes is throttled for a user, whatever addresses it comes from, and
// the owner of the right code does not suffer from his own typos alone.
func TestGuessingCodes(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := MustSite(t, func(_ *Settings, o *Options) { o.Now = func() time.Time { return now } })
	secret, _ := s.browser(t).mustLogin("viewer").withFactor(now)
	now = now.Add(time.Hour)
	for range codeRate.Burst {
		s.browser(t).loginCode("viewer", "000000").wantsField(t, http.StatusUnauthorized, "code")
	}
	s.browser(t).loginCode("viewer", mustCode(t, secret, now)).wants(t, http.StatusTooManyRequests, "throttled")
	s.browser(t).login("viewer", testPassword).wantsField(t, http.StatusUnauthorized, "code")
	s.browser(t).mustLogin("editor")
	now = now.Add(codeRate.Every)
	s.browser(t).loginCode("viewer", mustCode(t, secret, now)).wants(t, http.StatusOK, "")
}

// Who has lost everything is helped by an admin, or on the console.
func TestResettingASecondFactor(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	b := s.browser(t).mustLogin("viewer")
	admin := s.browser(t).mustLogin("admin")
	path := s.pathOf(t, "viewer")
	resets := map[string]func(){
		"by an admin":    func() { admin.sendJSON(http.MethodPatch, path, `{"second_factor":false}`).wants(t, http.StatusOK, "") },
		"on the console": func() { mustDo(t, s.m.ResetSecondFactor(t.Context(), "viewer")) },
	}
	for name, reset := range resets {
		b.withFactor(time.Now())
		if !mustDecode[userList](t, admin.get("/api-admin/users")).has("viewer", true) {
			t.Errorf("%s: admins do not see the second factor", name)
		}
		reset()
		s.browser(t).login("viewer", testPassword).wants(t, http.StatusOK, "")
		if !mustDecode[userList](t, admin.get("/api-admin/users")).has("viewer", false) {
			t.Errorf("%s: it is still there", name)
		}
		MustExec(t, s.pool, `delete from second_factors`)
	}
	admin.sendJSON(http.MethodPatch, path, `{"second_factor":true}`).wantsField(t, http.StatusBadRequest, "second_factor")
	if err := s.m.ResetSecondFactor(t.Context(), "no such user"); fault.CodeOf(err) != fault.NotFound {
		t.Error(err)
	}
}

func (l userList) has(name string, secondFactor bool) bool {
	for _, a := range l.Users {
		if a.Username == name {
			return a.SecondFactor == secondFactor
		}
	}
	return false
}

func mustDo(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// With another SECRET_KEY codes no longer open, recovery codes do, and the operator
// is told.
func TestAnotherSecretKey(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	secret, recovery := s.browser(t).mustLogin("viewer").withFactor(time.Now())
	set, log := defaults(), new(logBuffer)
	set.SecretKey = "another key, longer than that"
	m := MustNew(t, s.pool, set, quick(log))
	at := time.Now().Add(time.Hour)
	if _, err := m.signIn(t.Context(), "viewer", testPassword, mustCode(t, secret, at), netip.Addr{}, at); fault.CodeOf(err) != fault.Unauthenticated || !strings.Contains(log.String(), "SECRET_KEY") {
		t.Errorf("%v %s", err, log)
	}
	if _, err := m.signIn(t.Context(), "viewer", testPassword, recovery[3], netip.Addr{}, at); err != nil {
		t.Error(err)
	}
}

// What is sealed for one user opens for that user only.
func TestSeals(t *testing.T) {
	t.Parallel()
	one, err := newSeal("one")
	mustDo(t, err)
	two, err := newSeal("two")
	mustDo(t, err)
	rapid.Check(t, func(t *rapid.T) {
		id, text := rapid.Int64().Draw(t, "id"), rapid.String().Draw(t, "text")
		sealed := one.close(id, text)
		if got, err := one.open(id, sealed); err != nil || got != text {
			t.Fatalf("%q is opened as %q: %v", text, got, err)
		}
		if _, err := one.open(id+1, sealed); err == nil {
			t.Fatal("opens for another user")
		}
		if _, err := two.open(id, sealed); err == nil {
			t.Fatal("opens with another key")
		}
		if _, err := one.open(id, sealed[:len(sealed)-1]); err == nil {
			t.Fatal("opens cut off")
		}
	})
}

func FuzzCodes(f *testing.F) {
	for _, seed := range []string{"", "123456", "12 34 56", "abcdef-ghijkl-mnopqr-stuvwx", "ABCDEF GHIJKL 234567 222222", "１２３４５６", "000000\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		code := typed(text)
		if isCode(code) && isRecoveryCode(code) {
			t.Errorf("%q is both", text)
		}
		if _, ok := matchingStep("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", code, noon); ok && !isCode(code) {
			t.Errorf("%q opens", text)
		}
	})
}
