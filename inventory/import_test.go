package inventory

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// magFile is an inventory as Mag-Tools writes it.
func magFile(t *testing.T, path string, at time.Time, objects ...string) {
	t.Helper()
	text := `<?xml version="1.0"?><ArrayOfMyWorldObject xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` + strings.Join(objects, "") + `</ArrayOfMyWorldObject>`
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func magObject(id, name string) string {
	return `<MyWorldObject><HasIdData>true</HasIdData><Id>` + id + `</Id><LastIdTime>1487001924</LastIdTime><ObjectClass>Armor</ObjectClass>` +
		`<StringValues><item><key><int>1</int></key><value><string>` + name + `</string></value></item></StringValues></MyWorldObject>`
}

// importing runs `overlord import-mag` on a path and gives what it says.
func (h *house) importing(path string) string {
	h.t.Helper()
	var out bytes.Buffer
	command := ImportCommand{Path: path}
	err := command.Run(h.t.Context(), Console{Out: &out, Open: func(context.Context) (*pgxpool.Pool, func(), error) { return h.pool, func() {}, nil }})
	if err != nil {
		h.t.Fatalf("%v, after\n%s", err, &out)
	}
	return out.String()
}

// A character that owns nothing has a file as well: it is imported, and those
// behind it are.
func TestImportOfAnEmptyInventory(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Bare", plain(1, "Crown"))
	dir := t.TempDir()
	magFile(t, filepath.Join(dir, "Bare.Inventory.xml"), epoch.Add(time.Hour))
	magFile(t, filepath.Join(dir, "Mule.Inventory.xml"), epoch, magObject("2", "Lute"))
	if said := h.importing(dir); !strings.Contains(said, "Bare: 0 items stored, 0 unchanged, 1 removed") || !strings.Contains(said, "2 inventories imported, 0 skipped") {
		t.Errorf("it says\n%s", said)
	}
	h.owns("Bare")
	h.owns("Mule", "Lute")
}

// A file whose name is no character's is skipped with the reason, and those behind
// it are imported.
func TestImportOfAFileOfNobody(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	dir := t.TempDir()
	magFile(t, filepath.Join(dir, "Bell\a.Inventory.xml"), epoch, magObject("1", "Crown"))
	magFile(t, filepath.Join(dir, "Zed.Inventory.xml"), epoch, magObject("2", "Lute"))
	if said := h.importing(dir); !strings.Contains(said, "no character can have this name") || !strings.Contains(said, "1 inventories imported, 1 skipped") {
		t.Errorf("it says\n%s", said)
	}
	h.owns("Zed", "Lute")
}

func TestImportOfMagToolsFiles(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Rich", plain(50, "Crown"))
	dir := t.TempDir()
	magFile(t, filepath.Join(dir, "Leafcull", "Mule.Inventory.xml"), epoch.Add(-time.Hour), magObject("1", "Lute"), magObject("-2", "Stone"))
	magFile(t, filepath.Join(dir, "Leafcull", "Thief.Inventory.xml"), epoch.Add(time.Hour), magObject("50", "Crown"), magObject("51", "Mask"))
	magFile(t, filepath.Join(dir, "Leafcull", "Rich.Inventory.xml"), epoch.Add(-time.Hour), magObject("52", "Old Crown"))
	magFile(t, filepath.Join(dir, "Leafcull", "Half.Inventory.xml"), epoch, magObject("60", "Cup"), "<MyWorldObject><Id>61")
	said := h.importing(dir)
	for _, want := range []string{"Mule: 2 items stored", "Thief: 1 items stored", "it belongs to Rich", "Rich is newer", "cannot be read to its end", "2 inventories imported, 2 skipped"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
	h.owns("Mule", "Lute", "Stone")
	h.owns("Thief", "Mask")
	h.owns("Rich", "Crown")
	h.want("of the broken file nothing", "0", `select count(*)::text from items where character_name = 'Half'`)
	if said := h.importing(dir); !strings.Contains(said, "stored already") || !strings.Contains(said, "0 inventories imported, 4 skipped") {
		t.Errorf("a second run:\n%s", said)
	}
	h.eventually("the running server finds them", func() bool {
		return h.module.catalogue.index.Ready() && h.search(q("lute")).TotalCount == 1
	})
	var out bytes.Buffer
	err := (&ImportCommand{Path: filepath.Join(dir, "nowhere")}).Run(t.Context(), Console{Out: &out})
	if err == nil {
		t.Error("a path that is not there")
	}
}
