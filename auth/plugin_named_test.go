package auth

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"overlord/store/fault"
)

type secretList struct{ Secrets []NamedSecret }

type madeSecret struct {
	NamedSecret
	Secret string
}

// ask presents a secret as a plugin does.
func (s *site) ask(tb testing.TB, secret string) (name string, err error) {
	tb.Helper()
	r, failed := http.NewRequestWithContext(tb.Context(), http.MethodGet, "/ws/position", nil)
	if failed != nil {
		tb.Fatal(failed)
	}
	r.RemoteAddr = "192.0.2.7:40000"
	r.Header.Set("X-Plugin-Secret", secret)
	return s.m.PluginRequest(r)
}

// A named secret opens the plugin socket until it is revoked, here and on another
// server; then its sockets end. The others go on.
func TestNamedPluginSecrets(t *testing.T) {
	t.Parallel()
	s := MustSite(t, func(set *Settings, _ *Options) { set.SharedSecret = "the shared one" })
	other := MustNew(t, s.pool, defaults(), quick(new(logBuffer)))
	running(t, other)
	admin := s.browser(t).mustLogin("admin")
	made := admin.sendJSON(http.MethodPost, "/api-admin/plugin-secrets", `{"name":"Ada's laptop"}`)
	ada := mustDecode[madeSecret](t, made)
	if made.StatusCode != http.StatusCreated || !isSecret(ada.Secret, pluginSecretMark) || ada.ID == nil || ada.CreatedBy != "admin" {
		t.Fatalf("%d %s", made.StatusCode, made.body)
	}
	bob := mustDecode[madeSecret](t, admin.sendJSON(http.MethodPost, "/api-admin/plugin-secrets", `{"name":"Bob"}`))
	for secret, want := range map[string]string{ada.Secret: "Ada's laptop", bob.Secret: "Bob", "the shared one": "shared"} {
		if name, err := s.ask(t, secret); err != nil || name != want {
			t.Errorf("%q opens as %q: %v", want, name, err)
		}
	}
	eventually(t, "the other server knows the secret", func() bool { name, ok := other.PluginSecret(ada.Secret); return ok && name == "Ada's laptop" })
	for body, want := range map[string]string{`{"name":"Bob"}`: "conflict", `{"name":"shared"}`: "conflict", `{"name":""}`: "invalid", `{"name":"` + strings.Repeat("x", 65) + `"}`: "invalid", `{}`: "invalid"} {
		if a := admin.sendJSON(http.MethodPost, "/api-admin/plugin-secrets", body); !strings.Contains(a.body, want) {
			t.Errorf("%s: %s", body, a.body)
		}
	}

	s.m.PluginSpeaks("Ada's laptop", "Larsa")
	s.m.PluginSpeaks("shared", "Hero")
	s.m.PluginSpeaks("Bob", "Larsa") // the last one counts
	list := mustDecode[secretList](t, admin.get("/api-admin/plugin-secrets")).Secrets
	if len(list) != 3 || list[0].Name != "shared" || list[1].Name != "Ada's laptop" || list[2].Name != "Bob" {
		t.Fatalf("%+v", list)
	}
	if list[1].LastUsedAt == nil || list[1].LastAddress == nil || list[1].LastAddress.String() != "192.0.2.7" {
		t.Errorf("the last use is told as %+v", list[1])
	}
	for i, want := range []string{"Hero", "", "Larsa"} {
		if got := fmt.Sprint(list[i].Characters); want == "" && len(list[i].Characters) != 0 || !strings.Contains(got, want) {
			t.Errorf("%s is used by %s", list[i].Name, got)
		}
	}

	adaOver, bobOver, sharedOver, there := s.m.PluginEnded("Ada's laptop"), s.m.PluginEnded("Bob"), s.m.PluginEnded("shared"), other.PluginEnded("Bob")
	admin.send(http.MethodDelete, "/api-admin/plugin-secrets/"+bob.ID.String(), "").wants(t, http.StatusOK, "")
	admin.send(http.MethodDelete, "/api-admin/plugin-secrets/"+bob.ID.String(), "").wants(t, http.StatusNotFound, "not_found")
	if !closed(bobOver) || closed(adaOver) || closed(sharedOver) || !closed(s.m.PluginEnded("Bob")) {
		t.Error("not just the sockets of the revoked secret were closed")
	}
	mustClose(t, there)
	if _, err := s.ask(t, bob.Secret); fault.CodeOf(err) != fault.Unauthenticated {
		t.Errorf("a revoked secret: %v", err)
	}
	if list := mustDecode[secretList](t, admin.get("/api-admin/plugin-secrets")).Secrets; len(list) != 3 || list[2].Name != "Bob" || list[2].ID != nil || len(list[2].Characters) != 1 {
		t.Errorf("whose characters used the revoked secret is forgotten: %+v", list)
	}
	var stored string
	if err := s.pool.QueryRow(t.Context(), `select string_agg(row_to_json(p)::text, '') from plugin_secrets p`).Scan(&stored); err != nil || strings.Contains(stored, ada.Secret) {
		t.Errorf("the secret itself is stored: %s, %v", stored, err)
	}
}

// Before the database has told the named secrets nobody is told that his is wrong.
func TestNamedSecretsThatAreNotKnownYet(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	if _, err := s.ask(t, makeSecret(pluginSecretMark)); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("at the start: %v", err)
	}
	s.m.keepUp(t.Context())
	if _, err := s.ask(t, makeSecret(pluginSecretMark)); fault.CodeOf(err) != fault.Unauthenticated {
		t.Errorf("once they are known: %v", err)
	}
}

// What was noted while the database was away is stored later, within bounds.
func TestPluginUsesWaitForTheDatabase(t *testing.T) {
	t.Parallel()
	p := newPluginSecrets(defaults())
	for i := range maxSpoken + 10 {
		p.speaks(fmt.Sprint(i), characterSecret{"shared", noon})
	}
	p.speaks("0", characterSecret{"Bob", noon})
	if _, spoken := p.notes(); len(spoken) != maxSpoken || spoken["0"].secret != "Bob" {
		t.Errorf("%d are noted", len(spoken))
	}
	s := MustSite(t)
	s.m.PluginSpeaks("shared", "Larsa")
	s.m.plugins.use("Bob", secretUse{at: noon})
	s.pool.Close()
	if err := s.m.storePluginUses(t.Context()); err == nil {
		t.Fatal("stored without a database")
	}
	if used, spoken := s.m.plugins.notes(); len(used) != 1 || len(spoken) != 1 {
		t.Errorf("%d and %d are left", len(used), len(spoken))
	}
}
