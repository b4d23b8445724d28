package magtools

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"overlord/inventory/item"
)

// example is an inventory as Mag-Tools writes it. The test is skipped where it is
// not there, but not in CI.
func example(tb testing.TB) []byte {
	tb.Helper()
	folder := cmp.Or(os.Getenv("OVERLORD_SAMPLES"), filepath.Join("..", "..", "..", "shared", "samples"))
	text, err := os.ReadFile(filepath.Join(folder, "example.Inventory.xml"))
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
		tb.Skip("the example is not there; OVERLORD_SAMPLES names its folder")
	}
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

func read(r io.Reader) (objects []string, err error) {
	for object, err := range Objects(r) {
		if err != nil {
			return objects, err
		}
		objects = append(objects, string(object))
	}
	return objects, nil
}

const head = `<?xml version="1.0" encoding="utf-8"?><ArrayOfMyWorldObject xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`

// list makes an inventory of the insides of objects.
func list(insides ...string) string {
	return head + "<MyWorldObject>" + strings.Join(insides, "</MyWorldObject><MyWorldObject>") + "</MyWorldObject></ArrayOfMyWorldObject>"
}

func TestTheExample(t *testing.T) {
	t.Parallel()
	objects, err := read(bytes.NewReader(example(t)))
	if err != nil || len(objects) != 4 {
		t.Fatalf("%d objects, %v", len(objects), err)
	}
	var items []*item.Item
	for _, o := range objects {
		i, err := item.Decode(json.RawMessage(o))
		if err != nil {
			t.Fatalf("%v: %s", err, o)
		}
		items = append(items, i)
	}
	helm, ring, taper, sleeves := items[0], items[1], items[2], items[3]
	if helm.ItemID != 1<<32-2139094995 || *helm.Name != "Covenant Helm" || !helm.IsWorn() || *helm.Combat.ArmorLevel != 312 || *helm.Enhancements.ItemSet != 14 {
		t.Errorf("%s", helm.Raw.OriginalJSON)
	}
	if *helm.Combat.Protections[0] != 1.2 || *helm.Enhancements.ManaRate != -0.033333 || !helm.Raw.BoolValues[100] || len(helm.Spells) != 3 || helm.LastIDTime != 1777918867 {
		t.Errorf("%s", helm.Raw.OriginalJSON)
	}
	if *ring.Name != "Gold Ring of Sôrrow & Joy" || *ring.Ratings.VitalityRating != 1 {
		t.Errorf("%s", ring.Raw.OriginalJSON)
	}
	if taper.HasIDData || *taper.StackSize != 100 || *taper.ItemType != item.KindComponent || taper.Spells != nil {
		t.Errorf("%s", taper.Raw.OriginalJSON)
	}
	if strings.Join(sleeves.SlotNames, " ") != "upper_arms lower_arms" || !sleeves.IsReducible() {
		t.Errorf("%s", sleeves.Raw.OriginalJSON)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	for inside, want := range map[string]string{
		``: `{}`,
		`<Id>-5</Id><Name>A &lt;b&gt; "c"</Name><HasIdData>true</HasIdData><Later xsi:nil="true" />`:                                                                                      `{"Id":-5,"Name":"A <b> \"c\"","HasIdData":true,"Later":null}`,
		`<StringValues><item><key><int>1</int></key><value><string>007</string></value></item></StringValues>`:                                                                            `{"StringValues":{"1":"007"}}`,
		`<StringValues><item><key><int>1</int></key><value><string /></value></item></StringValues>`:                                                                                      `{"StringValues":{"1":""}}`,
		`<IntValues><item><key><int>1</int></key><value /></item></IntValues><Id>7</Id>`:                                                                                                  `{"IntValues":{"1":null},"Id":7}`,
		`<DoubleValues><item><key><int>1</int></key><value><double>NaN</double></value></item><item><key><int> 2 </int></key><value><double>1E-05</double></value></item></DoubleValues>`: `{"DoubleValues":{"1":null,"2":1e-05}}`,
		`<Spells><int>1</int><int>2</int></Spells><ActiveSpells />`:                                                                                                                       `{"Spells":[1,2],"ActiveSpells":[]}`,
		`<Later><a><b>1</b></a><c/></Later><Id>7</Id>`:                                                                                                                                    `{"Later":null,"Id":7}`,
		"<!-- seen --><Id>\n 7 \n</Id><?target data?>":                                                                                                                                    `{"Id":7}`,
		`<Name><![CDATA[a<b]]></Name><Big>99999999999999999999</Big>`:                                                                                                                     `{"Name":"a<b","Big":1e+20}`,
	} {
		objects, err := read(strings.NewReader(list(inside)))
		if err != nil || len(objects) != 1 || objects[0] != want {
			t.Errorf("%s:\n%v, %v\nwant %s", inside, objects, err, want)
		}
	}
	if objects, err := read(strings.NewReader(head + "</ArrayOfMyWorldObject>")); err != nil || len(objects) != 0 {
		t.Errorf("an empty inventory: %v, %v", objects, err)
	}
	if objects, err := read(strings.NewReader("\ufeff" + list("<Id>1</Id>", "<Id>2</Id>"))); err != nil || len(objects) != 2 {
		t.Errorf("with a byte order mark: %v, %v", objects, err)
	}
}

// endless gives one byte again and again: a gigabyte and more of it.
type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

// counter counts what was read of a hostile file.
type counter struct {
	io.Reader
	n int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

// many repeats a text for ever.
type many struct {
	text string
	at   int
}

func (m *many) Read(p []byte) (int, error) {
	n := copy(p, m.text[m.at:])
	m.at = (m.at + n) % len(m.text)
	return n, nil
}

func TestHostileFiles(t *testing.T) {
	t.Parallel()
	bomb := `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><ArrayOfMyWorldObject>&y;</ArrayOfMyWorldObject>`
	for name, c := range map[string]struct {
		file io.Reader
		want string
		most int // bytes that may be read of it
	}{
		"nothing":                {strings.NewReader(""), "line 1: there is no inventory in it", 0},
		"a gigabyte of NULs":     {endless(0), "line 1: it is no XML: illegal character code U+0000", 1 << 20},
		"a gigabyte of zeros":    {endless('0'), "line 1: a tag or a text is longer than 262144 bytes", 1 << 20},
		"a tag without end":      {io.MultiReader(strings.NewReader("<"), endless('a')), "line 1: a tag or a text is longer than 262144 bytes", 1 << 20},
		"an endless attribute":   {io.MultiReader(strings.NewReader(`<a b="`), endless('a')), "line 1: a tag or a text is longer than 262144 bytes", 1 << 20},
		"an endless name":        {io.MultiReader(strings.NewReader(head+"<MyWorldObject><Name>"), endless('a')), "line 1: a tag or a text is longer than 262144 bytes", 1 << 20},
		"endless small texts":    {io.MultiReader(strings.NewReader(head+"<MyWorldObject><Name>"), &many{text: "<!-- -->aaaaaaaaaaaaaaaa"}), "line 1: a tag or a text is longer than 262144 bytes", 4 << 20},
		"endless nesting":        {io.MultiReader(strings.NewReader(head+"<MyWorldObject>"), &many{text: "<a>"}), "line 1: it nests deeper than 16 elements", 1 << 16},
		"an endless dictionary":  {io.MultiReader(strings.NewReader(head+"<MyWorldObject><IntValues>"), &many{text: "<item><key><int>1</int></key><value><int>5</int></value></item>"}), "line 1: an object is larger than an item can be", 31 << 20},
		"endless spells":         {io.MultiReader(strings.NewReader(head+"<MyWorldObject><Spells>"), &many{text: "<int>1</int>"}), "line 1: an object is larger than an item can be", 16 << 20},
		"endless members":        {io.MultiReader(strings.NewReader(head+"<MyWorldObject>"), &many{text: "<A>1</A>"}), "line 1: an object is larger than an item can be", 16 << 20},
		"entities":               {strings.NewReader(bomb), "line 1: it has a document type; an inventory has none", 1 << 12},
		"an unknown entity":      {strings.NewReader(list("<Name>&copy;</Name>")), "line 1: it is no XML: invalid character entity &copy;", 1 << 12},
		"another document":       {strings.NewReader("<html><body/></html>"), `line 1: it is a list of "html"; an inventory is ArrayOfMyWorldObject`, 1 << 12},
		"another list":           {strings.NewReader(head + "\n<Item/></ArrayOfMyWorldObject>"), `line 2: it lists "Item"; an inventory lists MyWorldObject`, 1 << 12},
		"another encoding":       {strings.NewReader(`<?xml version="1.0" encoding="utf-16"?><ArrayOfMyWorldObject/>`), `line 1: xml: opening charset "utf-16": it is written in "utf-16"; an inventory is written in UTF-8`, 1 << 12},
		"JSON":                   {strings.NewReader(`{"Id":1}`), "line 1: there is no inventory in it", 1 << 12},
		"cut in an object":       {strings.NewReader(head + "\n\n<MyWorldObject><Id>1</Id>"), "line 3: the file ends in the middle", 1 << 12},
		"cut after an object":    {strings.NewReader(strings.TrimSuffix(list("<Id>1</Id>"), "</ArrayOfMyWorldObject>")), "line 1: the file ends in the middle", 1 << 12},
		"tags that do not match": {strings.NewReader(list("<Id>1</Name>")), "line 1: it is no XML: element <Id> closed by </Name>", 1 << 12},
		"an entry without value": {strings.NewReader(list("<IntValues><item><key><int>1</int></key></item></IntValues>")), "line 1: an entry lacks its key or its value", 1 << 12},
		"an entry too full":      {strings.NewReader(list("<IntValues><item><key><int>1</int></key><value><int>1</int></value><x/></item></IntValues>")), "line 1: the element x is one too many", 1 << 12},
		"a text that is none":    {strings.NewReader(list("<Spells><int><b/></int></Spells>")), "line 1: the element b stands where a text should", 1 << 12},
		"a second document":      {strings.NewReader(list("<Id>1</Id>") + "<again/>"), "", 1 << 12},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := &counter{Reader: c.file}
			_, err := read(file)
			if err == nil || c.want != "" && err.Error() != c.want {
				t.Errorf("%v\nwant %s", err, c.want)
			}
			if file.n > c.most && c.most > 0 {
				t.Errorf("%d bytes were read", file.n)
			}
		})
	}
}

// What a stranger's file holds is refused, or is JSON objects that items can be
// read from.
func FuzzObjects(f *testing.F) {
	for _, seed := range []string{
		"", list(), list("<Id>1</Id>"), list(`<IntValues><item><key><int>5</int></key><value><int>7</int></value></item></IntValues><Spells><int>1</int></Spells>`),
		"<!DOCTYPE a>", `<ArrayOfMyWorldObject><MyWorldObject><A><B/></A></MyWorldObject></ArrayOfMyWorldObject>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		objects, err := read(bytes.NewReader(file))
		if err != nil && !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%v", err)
		}
		for _, o := range objects {
			if !json.Valid([]byte(o)) || o[0] != '{' {
				t.Errorf("%s", o)
			}
			if i, err := item.Decode(json.RawMessage(o)); (i == nil) == (err == nil) {
				t.Errorf("%v, %v", i, err)
			}
		}
	})
}
