package magtools

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// MustWrite makes a file with its folders.
func MustWrite(tb testing.TB, text string, path ...string) string {
	tb.Helper()
	name := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		tb.Fatal(err)
	}
	return name
}

func TestFind(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	one := MustWrite(t, list("<Id>1</Id>"), root, "Frostfell", "Larsa Mossfoot.Inventory.xml")
	MustWrite(t, list(), root, "Frostfell", "Ka'rin.inventory.XML")
	MustWrite(t, list(), root, "Leafcull", "deeper", "Zed.Inventory.xml")
	MustWrite(t, "", root, "Leafcull", "settings.xml")
	MustWrite(t, "", root, "Leafcull", ".Inventory.xml")
	MustWrite(t, "", root, "Leafcull", strings.Repeat("x", 65)+".Inventory.xml")
	if err := os.Mkdir(filepath.Join(root, "Folder.Inventory.xml"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(one, filepath.Join(root, "Link.Inventory.xml")); err != nil {
		t.Fatal(err)
	}
	written := time.Date(2026, 5, 4, 18, 21, 7, 0, time.UTC)
	if err := os.Chtimes(one, written, written); err != nil {
		t.Fatal(err)
	}

	files, skipped, err := Find(root)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range files {
		found = append(found, f.Server+"/"+f.Character)
	}
	if got, want := strings.Join(found, ", "), "Frostfell/Ka'rin, Frostfell/Larsa Mossfoot, deeper/Zed"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if f := files[1]; !f.Time.Equal(written) || f.Size != int64(len(list("<Id>1</Id>"))) || f.Path != one {
		t.Errorf("%+v", f)
	}
	reasons := map[string]string{}
	for _, s := range skipped {
		reasons[filepath.Base(s.Path)] = s.Reason
	}
	if len(reasons) != 3 || reasons["Link.Inventory.xml"] != "it is no regular file" || reasons[".Inventory.xml"] != "no character can have this name" {
		t.Errorf("%v", reasons)
	}

	n := 0
	for object, err := range files[1].Objects() {
		if err != nil || string(object) != `{"Id":1}` {
			t.Errorf("%s, %v", object, err)
		}
		n++
	}
	if n != 1 {
		t.Errorf("%d objects", n)
	}
}

func TestFindOneFile(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	path := MustWrite(t, list(), root, "Leafcull", "Zed.Inventory.xml")
	if files, _, err := Find(path); err != nil || len(files) != 1 || files[0].Character != "Zed" || files[0].Server != "Leafcull" {
		t.Errorf("%+v, %v", files, err)
	}
	other := MustWrite(t, "", root, "other.xml")
	if _, _, err := Find(other); err == nil || !strings.HasSuffix(err.Error(), "other.xml: the name of an inventory ends in .Inventory.xml") {
		t.Error(err)
	}
	if _, _, err := Find(filepath.Join(root, "nowhere")); err == nil || !strings.HasSuffix(err.Error(), "nowhere does not exist") {
		t.Error(err)
	}
}

func TestHugeFilesAreSkipped(t *testing.T) {
	t.Parallel()
	path := MustWrite(t, "", t.TempDir(), "Zed.Inventory.xml")
	if err := os.Truncate(path, MaxFileBytes+1); err != nil { // takes no room on the disk
		t.Fatal(err)
	}
	if _, _, err := Find(path); err == nil || !strings.Contains(err.Error(), "an inventory has at most 268435456") {
		t.Error(err)
	}
}

// A file that went away, or cannot be opened, says so.
func TestFilesThatGo(t *testing.T) {
	t.Parallel()
	for _, err := range (File{Path: filepath.Join(t.TempDir(), "Zed.Inventory.xml")}).Objects() {
		if err == nil || err.Error() != "no such file or directory" {
			t.Error(err)
		}
	}
}

// Who has enough of a file can stop.
func TestStopping(t *testing.T) {
	t.Parallel()
	for range Objects(strings.NewReader(list("<Id>1</Id>", "<Id>2</Id>"))) {
		break
	}
}
