//go:build unix

package embedded

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAPathTooLongForASocketFallsBackToAShortOne(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(mustPlace(t), strings.Repeat("long/", 20), "data")
	mustCopy(t, layoutOf(mustDataDir(t)).data(), layoutOf(dir).data())
	for range 2 { // the second finds the folder of the first
		s := mustStart(t, testConfig(dir))
		if strings.HasPrefix(s.socket, dir) || len(s.socket) > 60 {
			t.Errorf("the socket is in %s", s.socket)
		}
		t.Cleanup(func() { os.RemoveAll(s.socket) })
		info, err := os.Stat(s.socket)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 || !s.as.owns(info) {
			t.Errorf("%s has mode %v", s.socket, info.Mode())
		}
		mustText(t, s.URL("dereth"), `select 'hello'`)
		other, err := Attach(t.Context(), testConfig(dir))
		if err != nil {
			t.Fatal(err)
		}
		mustText(t, other.URL("dereth"), `select 'found by a command as well'`)
		mustStop(t, s)
		if _, err := os.Stat(s.socket); !os.IsNotExist(err) {
			t.Errorf("the folder is left: %v", err)
		}
	}
}

func TestFits(t *testing.T) {
	t.Parallel()
	room := maxSocketPath - len("/.s.PGSQL.5432")
	for _, c := range []struct {
		dir  string
		port int
		want bool
	}{
		{"/" + strings.Repeat("x", room-1), 5432, true},
		{"/" + strings.Repeat("x", room-1), 54321, false},
		{"/" + strings.Repeat("x", room), 5432, false},
		{"/" + strings.Repeat("ä", room/2+1), 5432, false}, // bytes, not letters
		{"/a,b", 5432, false},
	} {
		if got := fits(c.dir, c.port); got != c.want {
			t.Errorf("fits(%d bytes, %d) = %v", len(c.dir), c.port, got)
		}
	}
}

func TestASocketFolderThatSomebodyElseMadeIsRefused(t *testing.T) {
	t.Parallel()
	place := mustPlace(t)
	own := account{name: "me", uid: uint32(os.Geteuid()), gid: uint32(os.Getegid())}
	stranger := account{name: "other", uid: 54321, gid: 54321}
	taken := filepath.Join(place, "taken")
	if err := own.claim(taken); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(taken, 0o777); err != nil {
		t.Fatal(err)
	}
	wantError(t, stranger.claim(taken), taken, "belongs to somebody else")
	if err := own.claim(taken); err != nil {
		t.Errorf("one's own is refused: %v", err)
	}
	if info, err := os.Stat(taken); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("one's own has mode %v, %v", info.Mode(), err)
	}
	link := filepath.Join(place, "link")
	if err := os.Symlink(taken, link); err != nil {
		t.Fatal(err)
	}
	wantError(t, own.claim(link), link, "belongs to somebody else")
}
