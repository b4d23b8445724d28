package auth

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"overlord/web/api"
)

// Whatever is sent to the server, in every way that people and programs get it
// wrong, no secret reaches the log or an answer: no password, token, hash or plugin
// secret. The log here is that of a whole server: the requests' lines too.
func TestSecretsStaySecret(t *testing.T) {
	t.Parallel()
	const password, typo, plugin = "hunter2-hunter2-hunter2", "hunter3-hunter3", "plugin-secret-42"
	set, log := defaults(), new(logBuffer)
	set.InternalTrust, set.SharedSecret, set.PluginSecretInQuery, set.SecretKey = "off", plugin, true, "signing-key-77"
	s := MustSite(t, func(given *Settings, o *Options) { *given, o.Logger = set, log.logger() })
	s.log = log
	MustUser(t, s.m, "hunter", password, true)
	r := chi.NewRouter()
	r.Use(s.m.ClientAddress, api.Requests(log.logger(), time.Now), s.m.Authenticate)
	s.m.Routes(r)
	r.Get("/ws/position", api.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) error {
		_, err := s.m.PluginRequest(r)
		return err
	}))
	s.Server = httptest.NewServer(r)
	t.Cleanup(s.Server.Close)

	var answers strings.Builder
	keep := func(a answer) { answers.WriteString(a.body) }
	b := s.browser(t)
	keep(b.login("hunter", password))
	token := b.cookie()
	keep(b.get("/me"))
	keep(b.login("hunter", typo))
	keep(b.login(typo, password)) // the password typed into the name's field is next
	keep(b.login(password, typo))
	for _, body := range []string{
		`{"username":"hunter","password":"` + password + `"`,
		`{"username":"hunter","password":"` + password + `","password":"` + typo + `"}`,
		`{"username":"hunter","password":["` + password + `"]}`,
		`{"username":"hunter","` + password + `":1}x`,
		`{"username":"hunter","password":"` + password + "\x01" + `"}`,
	} {
		if !strings.Contains(body, `"`+password+`":`) { // a name of a member is told back, by intent
			keep(b.send(http.MethodPost, "/login", body, "Content-Type", "application/json"))
		}
	}
	form := url.Values{"username": {"hunter"}, "password": {password}}
	keep(b.send(http.MethodPost, "/login", form.Encode()+"%zz"+password, "Content-Type", "application/x-www-form-urlencoded"))
	keep(b.send(http.MethodPost, "/login?"+form.Encode(), "", "Content-Type", "application/x-www-form-urlencoded"))
	keep(b.get("/ws/position?secret=" + plugin))
	keep(b.get("/ws/position?secret=wrong-" + plugin))
	keep(b.get("/ws/position", "X-Plugin-Secret", "wrong-"+plugin))
	keep(b.get("/me", "Cookie", sessionCookie+"="+token))
	keep(b.send(http.MethodPost, "/logout", ""))
	keep(b.get("/me", "Cookie", sessionCookie+"="+token))
	if _, err := s.m.signIn(t.Context(), "hunter", password, "", netip.Addr{}, time.Now()); err != nil {
		t.Fatal(err)
	}
	MustExec(t, s.pool, `update users set password_hash = 'x' where username = 'hunter'`)
	keep(b.login("hunter", password))
	s.pool.Close()
	keep(b.login("hunter", password))
	keep(b.get("/me", "Cookie", sessionCookie+"="+strings.Repeat("a", tokenLength)))

	if token == "" || !strings.Contains(log.String(), "sign-in refused") || !strings.Contains(log.String(), "path=/me") {
		t.Fatalf("nothing happened: %s", log)
	}
	for _, secret := range []string{password, typo, plugin, token, set.SecretKey, "$2a$", "%zz"} {
		if strings.Contains(answers.String(), secret) {
			t.Errorf("an answer tells %q", secret)
		}
		for line := range strings.Lines(log.String()) {
			if strings.Contains(line, secret) {
				t.Errorf("the log tells %q: %s", secret, line)
			}
		}
	}
}
