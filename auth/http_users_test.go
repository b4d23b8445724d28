package auth

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

type userList struct{ Users []Account }

func TestUsersByTheAPI(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	admin := s.browser(t).mustLogin("admin")
	made := admin.sendJSON(http.MethodPost, "/api-admin/users", `{"username":"Ada","password":"a password of hers","permissions":["view"]}`)
	ada := mustDecode[userAnswer](t, made)
	if made.StatusCode != http.StatusCreated || ada.ID == 0 || ada.Username != "Ada" || ada.IsAdmin || !slices.Equal(ada.Permissions, []string{View}) || ada.Password != "" {
		t.Errorf("%d %s", made.StatusCode, made.body)
	}
	s.browser(t).login("Ada", "a password of hers").wants(t, http.StatusOK, "")

	bob := mustDecode[userAnswer](t, admin.sendJSON(http.MethodPost, "/api-admin/users", `{"username":"Bob"}`))
	if len(bob.Password) < 20 || !slices.Equal(bob.Permissions, []string{View, Command, Edit}) {
		t.Errorf("Bob is %+v", bob)
	}
	s.browser(t).login("Bob", bob.Password).wants(t, http.StatusOK, "")

	for body, want := range map[string]string{
		`{"username":"Ada"}`: "conflict", `{"username":" "}`: "invalid", `{"username":"Eve","password":"short"}`: "invalid",
		`{"username":"Eve","permissions":["admin"]}`: "invalid", `{"username":"Eve","permissions":["fly"]}`: "invalid", `{"name":"Eve"}`: "invalid", `[]`: "invalid",
	} {
		status := http.StatusBadRequest
		if want == "conflict" {
			status = http.StatusConflict
		}
		admin.sendJSON(http.MethodPost, "/api-admin/users", body).wants(t, status, want)
	}

	list := mustDecode[userList](t, admin.get("/api-admin/users")).Users
	var names []string
	for _, a := range list {
		names = append(names, a.Username)
		if signedIn := a.Username == "Ada" || a.Username == "Bob" || a.Username == "admin"; (a.Sessions == 1) != signedIn || (a.LastSeenAt != nil) != signedIn {
			t.Errorf("%s is signed in %d times, last seen %v", a.Username, a.Sessions, a.LastSeenAt)
		}
	}
	if want := []string{"Ada", "Bob", "admin", "editor", "nobody", "viewer"}; !slices.Equal(slices.Sorted(slices.Values(names)), slices.Sorted(slices.Values(want))) {
		t.Errorf("the users are %q", names)
	}
	path := fmt.Sprint("/api-admin/users/", ada.ID)
	admin.send(http.MethodDelete, path, "").wants(t, http.StatusOK, "")
	admin.send(http.MethodDelete, path, "").wants(t, http.StatusNotFound, "not_found")
	admin.sendJSON(http.MethodPatch, path, `{"is_admin":true}`).wants(t, http.StatusNotFound, "not_found")
	admin.send(http.MethodDelete, "/api-admin/users/x", "").wants(t, http.StatusBadRequest, "invalid")
}

func TestAnAdminSignsAUserOutEverywhere(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	running(t, s.m)
	admin, editor := s.browser(t).mustLogin("admin"), s.browser(t).mustLogin("editor")
	over, stays := s.watch(t, editor), s.watch(t, admin)
	path := s.pathOf(t, "editor") + "/sessions"
	editor.send(http.MethodDelete, path, "").wants(t, http.StatusForbidden, "denied")
	admin.send(http.MethodDelete, path, "").wants(t, http.StatusOK, "")
	if !closed(over) {
		t.Error("the sockets of a user who was signed out stay open")
	}
	editor.get("/me").wants(t, http.StatusUnauthorized, "unauthenticated")
	editor.mustLogin("editor").get("/me").wants(t, http.StatusOK, "")
	admin.get("/me").wants(t, http.StatusOK, "")
	if closed(stays) {
		t.Error("the sockets of another user are closed")
	}
	admin.send(http.MethodDelete, "/api-admin/users/999999/sessions", "").wants(t, http.StatusNotFound, "not_found")
	if told := admin.get("/api-admin/audit?action=sessions_ended").body; !strings.Contains(told, `"target":"editor"`) || !strings.Contains(told, `"username":"admin"`) {
		t.Errorf("the audit tells %s", told)
	}
}

// What a user loses ends the user's sessions and sockets; what a user gains is
// there at once, without signing in again.
func TestChangingAUser(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	running(t, s.m)
	admin, editor := s.browser(t).mustLogin("admin"), s.browser(t).mustLogin("editor")
	path := s.pathOf(t, "editor")
	over := s.watch(t, editor)

	changed := mustDecode[userAnswer](t, admin.sendJSON(http.MethodPatch, path, `{"permissions":["view","edit","command"]}`))
	if !slices.Equal(changed.Permissions, []string{View, Command, Edit}) {
		t.Errorf("the editor is %+v", changed)
	}
	if me := editor.get("/me"); !strings.Contains(me.body, Command) {
		t.Errorf("a right that was given: %s", me.body)
	}
	if !closed(over) {
		t.Error("sockets keep the rights of before")
	}
	admin.sendJSON(http.MethodPatch, path, `{"is_admin":true}`).wants(t, http.StatusOK, "")
	editor.get("/api-admin/users").wants(t, http.StatusOK, "")

	for _, takes := range []string{`{"is_admin":false}`, `{"permissions":["view"]}`, `{"password":"quite another one"}`} {
		over := s.watch(t, editor)
		admin.sendJSON(http.MethodPatch, path, takes).wants(t, http.StatusOK, "")
		if !closed(over) {
			t.Errorf("%s leaves sockets open", takes)
		}
		editor.get("/me").wants(t, http.StatusUnauthorized, "unauthenticated")
		if !strings.Contains(takes, "password") {
			editor.mustLogin("editor")
		}
	}
	editor.login("editor", testPassword).wants(t, http.StatusUnauthorized, "unauthenticated")
	editor.login("editor", "quite another one").wants(t, http.StatusOK, "")
	for _, nothing := range []string{`{}`, `{"password":null}`, `{"password":"short"}`, `{"permissions":["admin"]}`, `{"username":"x"}`} {
		admin.sendJSON(http.MethodPatch, path, nothing).wants(t, http.StatusBadRequest, "invalid")
	}
	editor.get("/me").wants(t, http.StatusOK, "")
}

// pathOf is a user's path in the API.
func (s *site) pathOf(tb testing.TB, name string) string {
	tb.Helper()
	u, err := s.m.findUser(tb.Context(), name)
	if err != nil || u.ID == 0 {
		tb.Fatal(u, err)
	}
	return fmt.Sprint("/api-admin/users/", u.ID)
}

// There is always an admin, whatever admins do to each other at the same time.
func TestTheLastAdminStaysByTheAPI(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	admin := s.browser(t).mustLogin("admin")
	path := s.pathOf(t, "admin")
	admin.send(http.MethodDelete, path, "").wants(t, http.StatusConflict, "conflict")
	admin.sendJSON(http.MethodPatch, path, `{"is_admin":false}`).wants(t, http.StatusConflict, "conflict")
	admin.get("/api-admin/users").wants(t, http.StatusOK, "")
	other := s.pathOf(t, "editor")
	admin.sendJSON(http.MethodPatch, other, `{"is_admin":true}`).wants(t, http.StatusOK, "")
	second := s.browser(t).mustLogin("editor")
	answers := make(chan answer, 2)
	go func() { answers <- admin.sendJSON(http.MethodPatch, other, `{"is_admin":false}`) }()
	go func() { answers <- second.sendJSON(http.MethodPatch, path, `{"is_admin":false}`) }()
	statuses := []int{(<-answers).StatusCode, (<-answers).StatusCode}
	if n := count(statuses, http.StatusOK); n != 1 {
		t.Errorf("two admins demote each other: %v", statuses)
	}
	var admins int
	if err := s.pool.QueryRow(t.Context(), `select count(*) from users where is_admin`).Scan(&admins); err != nil || admins != 1 {
		t.Errorf("%d admins are left: %v", admins, err)
	}
}

func count(list []int, n int) (found int) {
	for _, v := range list {
		if v == n {
			found++
		}
	}
	return found
}

// Users are the business of admins: of no other user, no stranger, no internal
// trust and no page of another site.
func TestWhoMayManageUsers(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	path := s.pathOf(t, "viewer")
	requests := []struct{ method, path, body string }{
		{http.MethodGet, "/api-admin/users", ""}, {http.MethodPost, "/api-admin/users", `{"username":"Eve"}`},
		{http.MethodPatch, path, `{"is_admin":true}`}, {http.MethodDelete, path, ""}, {http.MethodGet, "/api-admin/audit", ""},
	}
	callers := map[string]*browser{"editor": s.browser(t).mustLogin("editor"), "viewer": s.browser(t).mustLogin("viewer"), "nobody": s.browser(t).mustLogin("nobody")}
	for name, b := range callers {
		for _, r := range requests {
			if a := b.sendJSON(r.method, r.path, r.body); a.StatusCode != http.StatusForbidden {
				t.Errorf("%s: %s %s: %d", name, r.method, r.path, a.StatusCode)
			}
		}
	}
	for _, r := range requests {
		s.browser(t).sendJSON(r.method, r.path, r.body).wants(t, http.StatusUnauthorized, "unauthenticated")
	}
	admin := s.browser(t).mustLogin("admin")
	for _, r := range requests[1:4] {
		admin.send(r.method, r.path, r.body, "Content-Type", "application/json", "Origin", "https://evil.example").wants(t, http.StatusForbidden, "denied")
	}
	trusted := MustSite(t, func(set *Settings, _ *Options) { set.InternalTrust = "private" })
	trusted.browser(t).get("/api-admin/users").wants(t, http.StatusForbidden, "denied")
}
