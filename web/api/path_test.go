package api

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-chi/chi/v5"

	"overlord/store/fault"
)

// atPath runs fn as the handler of /stats/{name} for a path.
func atPath(path string, fn func(r *http.Request)) int {
	router := chi.NewRouter()
	router.Get("/stats/{name}", func(_ http.ResponseWriter, r *http.Request) { fn(r) })
	w := httptest.NewRecorder()
	router.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Code
}

func TestPathDecodesItsParameter(t *testing.T) {
	t.Parallel()
	cases := []struct {
		path, want string
		code       fault.Code
	}{
		{"/stats/Zed'ra", "Zed'ra", ""},
		{"/stats/Horan%20Bane", "Horan Bane", ""},
		{"/stats/%2BAdmin", "+Admin", ""},
		{"/stats/+Admin", "+Admin", ""},
		{"/stats/A%2FB", "A/B", ""},
		{"/stats/100%25", "100%", ""},
		{"/stats/%C3%86lla", "Ælla", ""},
		{"/stats/a%00", "", fault.Invalid},
		{"/stats/%FF", "", fault.Invalid},
	}
	for _, c := range cases {
		status := atPath(c.path, func(r *http.Request) {
			got, err := Path(r, "name")
			if got != c.want || fault.CodeOf(err) != c.code {
				t.Errorf("%s: %q, %v, want %q", c.path, got, err, c.want)
			}
		})
		if status != 200 {
			t.Errorf("%s: %d", c.path, status)
		}
	}
}

func TestPathID(t *testing.T) {
	t.Parallel()
	cases := []struct {
		path string
		want int64
		code fault.Code
	}{
		{"/stats/7", 7, ""},
		{"/stats/-3", -3, ""},
		{"/stats/9223372036854775807", 9223372036854775807, ""},
		{"/stats/9223372036854775808", 0, fault.Invalid},
		{"/stats/seven", 0, fault.Invalid},
		{"/stats/%ff", 0, fault.Invalid},
	}
	for _, c := range cases {
		atPath(c.path, func(r *http.Request) {
			got, err := PathID(r, "name")
			if got != c.want || fault.CodeOf(err) != c.code {
				t.Errorf("%s: %d, %v, want %d", c.path, got, err, c.want)
			}
		})
	}
}

func TestNamesAreShortAndVisible(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"  Mosswart Élan ": "Mosswart Élan", "ab cd": "ab cd", "": "", " ": "", "a\nb": "", "ééééé ééééé": "ééééé ééééé", "abcdefghijklmn": ""} {
		got, err := Name(text, "character", 13)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}
