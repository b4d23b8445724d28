package loot

import (
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"overlord/inventory/item"
)

// Thing is an item as a plugin knows it: enough to write the object that it would
// send.
type Thing struct {
	ID        int64 // unsigned, 32 bit
	Name      string
	Class     int64 // Decal's object class
	Icon      int64
	Appraised int64 // unix seconds; 0: never, and then nothing but the header is told
	Container int64 // id of the pack or the person; 0: not known
	Slot      int64 // in the container; -1: none
	Worn      int64 // equip mask of where it is worn; 0: not
	Stack     int64 // 0: it does not stack

	Ints    []Property[int64]
	Doubles []Property[float64]
	Texts   []Property[string]
	Bools   []Property[bool]
	Spells  []int64
	Active  []int64
}

// Property is a property id and what it is.
type Property[T any] struct {
	ID    int32
	Value T
}

// Style is how a plugin writes an item.
type Style struct {
	Signed bool // ids as signed numbers
	Old    bool // the members' older names, and fewer of them
}

// header are the properties that the game tells of an item that was never
// appraised.
var header = []int32{5, 9, 10, 11, 12, 19, 91, 92, 105, 131, 218103808, 218103809, 218103821, 218103822, 218103830, 218103834}

// The properties that Thing keeps apart, since they change.
const (
	propWorn  = 10
	propStack = 12
)

// JSON writes the object.
func (t *Thing) JSON(s Style) []byte { return t.AppendJSON(make([]byte, 0, 1024), s) }

// AppendJSON is JSON at the end of b.
func (t *Thing) AppendJSON(b []byte, s Style) []byte {
	w := writer{b: b, style: s}
	w.open("", '{')
	w.id("Id", t.ID)
	w.text("Name", t.Name)
	w.whole("ObjectClass", t.Class)
	w.truth("HasIdData", t.Appraised > 0)
	w.whole("LastIdTime", t.Appraised)
	w.whole("Icon", t.Icon)
	w.whole("Slot", t.Slot)
	t.dictionaries(&w)
	w.list("Spells", t.told(t.Spells))
	w.list("ActiveSpells", t.told(t.Active))
	if s.Old {
		w.id("Container", orUnset(t.Container))
		return w.close('}')
	}
	w.id("ContainerId", orUnset(t.Container))
	w.whole("CurrentWieldedLocation", orUnset(t.Worn))
	w.whole("ArmorLevel", t.typed(28))
	w.whole("Workmanship", t.typed(105))
	return w.close('}')
}

func (t *Thing) told(spells []int64) []int64 {
	if t.Appraised == 0 {
		return nil
	}
	return spells
}

// unset is what plugins write into a typed field that they know nothing for.
const unset = -1

func orUnset(n int64) int64 {
	if n == 0 {
		return unset
	}
	return n
}

// Int returns a property. Not ok: it has none of this id.
func (t *Thing) Int(id int32) (int64, bool) {
	i := slices.IndexFunc(t.Ints, func(p Property[int64]) bool { return p.ID == id })
	if i < 0 {
		return 0, false
	}
	return t.Ints[i].Value, true
}

// Set gives it a property, or another value of it.
func (t *Thing) Set(id int32, v int64) {
	if i := slices.IndexFunc(t.Ints, func(p Property[int64]) bool { return p.ID == id }); i >= 0 {
		t.Ints[i].Value = v
		return
	}
	t.Ints = append(t.Ints, Property[int64]{id, v})
}

// add is Set of what it surely has not yet.
func (t *Thing) add(id int32, v int64) { t.Ints = append(t.Ints, Property[int64]{id, v}) }

func (t *Thing) typed(id int32) int64 {
	if v, ok := t.Int(id); ok && t.Appraised > 0 {
		return v
	}
	return unset
}

func (t *Thing) dictionaries(w *writer) {
	w.open("IntValues", '{')
	for _, p := range t.Ints {
		if t.Appraised > 0 || slices.Contains(header, p.ID) {
			w.property(p.ID)
			w.b = strconv.AppendInt(w.b, p.Value, 10)
		}
	}
	if t.Worn != 0 {
		w.whole(strconv.Itoa(propWorn), t.Worn)
	}
	if t.Stack != 0 {
		w.whole(strconv.Itoa(propStack), t.Stack)
	}
	w.shut('}')
	w.open("DoubleValues", '{')
	for _, p := range t.Doubles {
		if t.Appraised > 0 {
			w.property(p.ID)
			w.b = strconv.AppendFloat(w.b, p.Value, 'g', -1, 64)
		}
	}
	w.shut('}')
	w.open("StringValues", '{')
	w.text("1", t.Name)
	for _, p := range t.Texts {
		if t.Appraised > 0 {
			w.text(strconv.Itoa(int(p.ID)), p.Value)
		}
	}
	w.shut('}')
	w.open("BoolValues", '{')
	for _, p := range t.Bools {
		if t.Appraised > 0 {
			w.truth(strconv.Itoa(int(p.ID)), p.Value)
		}
	}
	w.shut('}')
}

// Item is the item that a server makes of it.
func (t *Thing) Item() *item.Item {
	i, err := item.Decode(t.JSON(Style{}))
	if err != nil {
		panic("loot: " + err.Error()) // a thing has an id: only a mistake here comes to this
	}
	return i
}

// writer writes JSON member by member.
type writer struct {
	b     []byte
	style Style
}

func (w *writer) key(name string) {
	if last := w.b[len(w.b)-1]; last != '{' && last != '[' {
		w.b = append(w.b, ',')
	}
	if name != "" {
		w.b = append(w.b, '"') // our own names: nothing to escape
		w.b = append(w.b, name...)
		w.b = append(w.b, '"', ':')
	}
}

func (w *writer) open(name string, bracket byte) {
	if name != "" {
		w.key(name)
	}
	w.b = append(w.b, bracket)
}

func (w *writer) shut(bracket byte) { w.b = append(w.b, bracket) }

func (w *writer) close(bracket byte) []byte {
	w.shut(bracket)
	return w.b
}

func (w *writer) whole(name string, v int64) {
	w.key(name)
	w.b = strconv.AppendInt(w.b, v, 10)
}

func (w *writer) id(name string, v int64) {
	if w.style.Signed && v > 0 {
		v = int64(int32(uint32(v)))
	}
	w.whole(name, v)
}

// property begins the member of a property.
func (w *writer) property(id int32) {
	w.key("")
	w.b = strconv.AppendInt(append(w.b, '"'), int64(id), 10)
	w.b = append(w.b, '"', ':')
}

func (w *writer) truth(name string, v bool) {
	w.key(name)
	w.b = strconv.AppendBool(w.b, v)
}

func (w *writer) text(name, v string) {
	w.key(name)
	w.b, _ = jsontext.AppendQuote(w.b, v) // valid UTF-8: cannot fail
}

func (w *writer) list(name string, values []int64) {
	w.open(name, '[')
	for _, v := range values {
		w.whole("", v)
	}
	w.shut(']')
}
