package auth

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

type madeInvitation struct {
	Invitation
	Token, URL string
}

type invitationList struct{ Invitations []Invitation }

func (b *browser) mustInvite(body string) madeInvitation {
	b.tb.Helper()
	a := b.sendJSON(http.MethodPost, "/api-admin/invitations", body)
	if a.StatusCode != http.StatusCreated {
		b.tb.Fatalf("%s: %d %s", body, a.StatusCode, a.body)
	}
	return mustDecode[madeInvitation](b.tb, a)
}

func (b *browser) accept(token, name, password string) answer {
	b.tb.Helper()
	return b.sendJSON(http.MethodPost, "/invitations/"+token, `{"username":"`+name+`","password":"`+password+`"}`)
}

// An invitation makes one account, as it was meant, and signs its owner in.
func TestInvitations(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	admin := s.browser(t).mustLogin("admin")
	made := admin.mustInvite(`{"permissions":["edit","view"],"note":"for Ada"}`)
	if made.CreatedBy != "admin" || made.ExpiresAt.Sub(made.CreatedAt) != invitationLifetime || made.URL != s.URL+"/login#invitation="+made.Token {
		t.Errorf("made %+v", made)
	}
	ada := s.browser(t)
	for _, c := range []struct {
		token, name, password string
		status                int
		code                  string
	}{
		{made.Token[:20], "Ada", "a password of hers", http.StatusNotFound, "not_found"},
		{makeSecret(invitationMark), "Ada", "a password of hers", http.StatusNotFound, "not_found"},
		{makeSecret(apiTokenMark), "Ada", "a password of hers", http.StatusNotFound, "not_found"},
		{made.Token, "", "a password of hers", http.StatusBadRequest, "invalid"},
		{made.Token, "Ada", "short", http.StatusBadRequest, "invalid"},
		{made.Token, "viewer", "a password of hers", http.StatusConflict, "conflict"},
	} {
		ada.accept(c.token, c.name, c.password).wants(t, c.status, c.code)
	}
	a := ada.accept(made.Token, "Ada", "a password of hers")
	if want := `{"username":"Ada","is_admin":false,"permissions":["view","edit"],"via":"session"}`; a.StatusCode != http.StatusCreated || strings.TrimSpace(a.body) != want {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	ada.get("/needs/edit").wants(t, http.StatusOK, "")
	s.browser(t).login("Ada", "a password of hers").wants(t, http.StatusOK, "")
	s.browser(t).accept(made.Token, "Eve", "a password of hers").wants(t, http.StatusNotFound, "not_found")
	list := mustDecode[invitationList](t, admin.get("/api-admin/invitations")).Invitations
	if len(list) != 1 || list[0].UsedBy == nil || *list[0].UsedBy != "Ada" || list[0].UsedAt == nil || list[0].Note != "for Ada" {
		t.Errorf("%+v", list)
	}
	if strings.Contains(s.log.String(), made.Token) || strings.Contains(admin.get("/api-admin/audit").body, made.Token) {
		t.Error("the token of an invitation is told")
	}
	boss := admin.mustInvite(`{"is_admin":true}`)
	if a := s.browser(t).accept(boss.Token, "Boss", "a password of his"); !strings.Contains(a.body, `"is_admin":true`) {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}

// Of several who come with one invitation at once, one gets in.
func TestAnInvitationOpensOnce(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	token := s.browser(t).mustLogin("admin").mustInvite(`{}`).Token
	answers := make(chan int)
	names := []string{"a", "b", "c", "d", "e", "f"}
	for _, name := range names {
		b := s.browser(t)
		go func() { answers <- b.accept(token, name, "a password of theirs").StatusCode }()
	}
	var statuses []int
	for range names {
		statuses = append(statuses, <-answers)
	}
	if slices.Sort(statuses); count(statuses, http.StatusCreated) != 1 || count(statuses, http.StatusNotFound) != len(names)-1 {
		t.Errorf("%v", statuses)
	}
}

func TestInvitationsEnd(t *testing.T) {
	t.Parallel()
	now := time.Now().Truncate(time.Second) // the browser counts its cookies' time by the real clock
	begin := now
	s := MustSite(t, func(_ *Settings, o *Options) {
		o.Now = func() time.Time { return now }
		o.PublicURL = "https://overlord.example/"
	})
	admin := s.browser(t).mustLogin("admin")
	made := admin.mustInvite(`{"expires_at":"` + begin.Add(time.Hour).Format(time.RFC3339) + `"}`)
	if !strings.HasPrefix(made.URL, "https://overlord.example/login#invitation=") {
		t.Errorf("the link is %s", made.URL)
	}
	withdrawn := admin.mustInvite(`{}`)
	admin.send(http.MethodDelete, "/api-admin/invitations/"+withdrawn.ID.String(), "").wants(t, http.StatusOK, "")
	admin.send(http.MethodDelete, "/api-admin/invitations/"+withdrawn.ID.String(), "").wants(t, http.StatusNotFound, "not_found")
	s.browser(t).accept(withdrawn.Token, "Ada", "a password of hers").wants(t, http.StatusNotFound, "not_found")
	now = now.Add(time.Hour)
	s.browser(t).accept(made.Token, "Ada", "a password of hers").wants(t, http.StatusNotFound, "not_found")
	if list := mustDecode[invitationList](t, admin.get("/api-admin/invitations")).Invitations; len(list) != 1 {
		t.Errorf("%+v", list)
	}
	now = now.Add(invitationsKept + time.Second)
	admin.mustLogin("admin")
	if list := mustDecode[invitationList](t, admin.get("/api-admin/invitations")).Invitations; len(list) != 0 {
		t.Errorf("after a season: %+v", list)
	}
	for body, field := range map[string]string{
		`{"permissions":["admin"]}`: "permissions", `{"expires_at":"2099-01-01T00:00:00Z"}`: "expires_at", `{"note":"` + strings.Repeat("x", 201) + `"}`: "note",
	} {
		a := admin.sendJSON(http.MethodPost, "/api-admin/invitations", body)
		if a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, `"field":"`+field+`"`) {
			t.Errorf("%s: %d %s", body, a.StatusCode, a.body)
		}
	}
}

// Trying invitations is throttled like signing in.
func TestGuessingInvitations(t *testing.T) {
	t.Parallel()
	s := MustSite(t, func(_ *Settings, o *Options) { o.AddressRate = Rate{Burst: 3, Every: time.Hour} })
	b := s.browser(t)
	for range 3 {
		b.accept(makeSecret(invitationMark), "Eve", "a password of hers").wants(t, http.StatusNotFound, "not_found")
	}
	b.accept(makeSecret(invitationMark), "Eve", "a password of hers").wants(t, http.StatusTooManyRequests, "throttled")
}
