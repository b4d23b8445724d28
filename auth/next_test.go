package auth

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestSafeNext(t *testing.T) {
	t.Parallel()
	cases := []struct{ text, want string }{
		{"/", "/"},
		{"/app/inventory?q=name%3Asword&page=2", "/app/inventory?q=name%3Asword&page=2"},
		{"/stats/+Admin%20X#top", "/stats/+Admin%20X#top"},
		{"/classic", "/classic"},
		{"/app/Zażółć", "/app/Za%C5%BC%C3%B3%C5%82%C4%87"},
		{"", "/"},
		{"app", "/"},
		{"https://evil.example/", "/"},
		{"//evil.example/", "/"},
		{"///evil.example/", "/"},
		{"//", "/"},
		{"//?a", "/"},
		{"/\\evil.example", "/"},
		{"\\\\evil.example", "/"},
		{"/\t/evil.example", "/"},
		{"\t//evil.example", "/"},
		{" //evil.example", "/"},
		{"/\n/evil.example", "/"},
		{"/app?a b", "/"},
		{"/app\r\nSet-Cookie: a=b", "/"},
		{"javascript:alert(1)", "/"},
		{"/%", "/"},
		{"/login", "/"},
		{"/login?next=/login", "/"},
		{"/login/", "/"},
		{"/app/../logout", "/"},
		{"/%6cogout", "/"},
		{"/api/logout", "/"},
		{"/" + strings.Repeat("a", maxNext), "/"},
	}
	for _, c := range cases {
		if got := safeNext(c.text); got != c.want {
			t.Errorf("safeNext(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestLoginPageLeadsBack(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		"/":                   "/login",
		"/app?a=1&b=2":        "/login?next=%2Fapp%3Fa%3D1%26b%3D2",
		"//evil.example":      "/login",
		"http://evil.example": "/login",
	} {
		if got := loginPage(next); got != want {
			t.Errorf("loginPage(%q) = %q, want %q", next, got, want)
		}
	}
}

// Whatever a form sends as next, the browser stays on this site: by the standard's
// reading of the answer, and by the browsers', who drop tabs and line ends and take
// a backslash for a slash.
func FuzzNextStaysHere(f *testing.F) {
	for _, seed := range []string{
		"/", "//", "/app", "//evil.example", "/\\evil.example", "/%2f/evil.example", "/.//evil.example", "/..//evil.example",
		"/%5cevil.example", "https:evil.example", "/\x00/evil.example", "/%09/evil.example", "/;//evil.example", "/?//evil", "/#//evil", "/%2e%2e//evil.example",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, next string) {
		w := httptest.NewRecorder()
		http.Redirect(w, httptest.NewRequest(http.MethodPost, "/login", nil), safeNext(next), http.StatusSeeOther)
		location := w.Header().Get("Location")
		here, _ := url.Parse("https://overlord.example/login")
		there, err := here.Parse(location)
		if err != nil || there.Scheme != "https" || there.Host != "overlord.example" {
			t.Fatalf("next %q leads to %q (%v)", next, location, err)
		}
		lenient := strings.NewReplacer("\t", "", "\n", "", "\r", "", "\\", "/").Replace(location)
		if !strings.HasPrefix(lenient, "/") || strings.HasPrefix(lenient, "//") || len(location) != len(strings.Trim(location, "\x00 ")) {
			t.Fatalf("next %q leads to %q, which a browser reads as %q", next, location, lenient)
		}
		if again := safeNext(safeNext(next)); again != safeNext(next) {
			t.Fatalf("safeNext(%q) is %q and then %q", next, safeNext(next), again)
		}
	})
}
