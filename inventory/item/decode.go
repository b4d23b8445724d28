package item

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Bounds of one item. Real ones have some 3 KB, 60 properties and 30 spells.
const (
	MaxBytes      = 256 << 10 // of its JSON
	MaxValues     = 10_000    // in it, of any kind
	MaxProperties = 2000      // in each dictionary
	MaxSpells     = 500
	maxNameBytes  = 512 // of the column: an index must be able to hold it; raw keeps the rest
)

// decoder fills an item from the object that describes it.
type decoder struct {
	object value
	item   *Item
	active []int32 // spells in force
}

// Decode reads one object of a plugin's inventory. An error says in a sentence
// why there is no item in it. What is unknown, or of a wrong type, is kept in
// Raw.OriginalJSON and costs nothing else.
func Decode(raw json.RawMessage) (*Item, error) {
	if len(raw) > MaxBytes {
		return nil, fmt.Errorf("an item must have at most %d bytes, this has %d", MaxBytes, len(raw))
	}
	object, err := parseObject(raw)
	if err != nil {
		return nil, err
	}
	return decodeObject(object)
}

func decodeObject(object value) (*Item, error) {
	d := decoder{object: object, item: &Item{}}
	if err := d.identity(); err != nil {
		return nil, err
	}
	if err := d.properties(); err != nil {
		return nil, err
	}
	if err := d.spells(); err != nil {
		return nil, err
	}
	d.told()
	d.derived()
	d.item.Raw.OriginalJSON = d.object.appendTo(nil)
	return d.item, nil
}

// identity reads the one thing that an item must have.
func (d *decoder) identity() error {
	v, ok := d.object.find("Id")
	if !ok || v.kind == 'n' {
		return errors.New("the item has no Id")
	}
	n, ok := v.whole()
	if ok && n == unset {
		return errors.New("the item has no Id")
	}
	id, inRange := unsigned(n)
	if !ok || !inRange || id == 0 {
		return errors.New("an item's Id must be a whole number from 1 to 4294967295")
	}
	d.item.ItemID = id
	return nil
}

func (d *decoder) properties() error {
	for _, name := range dictionaries {
		if v, ok := d.object.find(name); ok && len(v.members) > MaxProperties {
			return fmt.Errorf("%s must hold at most %d properties, this holds %d", name, MaxProperties, len(v.members))
		}
	}
	raw := &d.item.Raw
	raw.IntValues = dictionary(&d.object, "IntValues", (*value).whole)
	raw.DoubleValues = dictionary(&d.object, "DoubleValues", (*value).float)
	raw.StringValues = dictionary(&d.object, "StringValues", (*value).str)
	raw.BoolValues = dictionary(&d.object, "BoolValues", (*value).boolean)
	return nil
}

var dictionaries = [...]string{"IntValues", "DoubleValues", "StringValues", "BoolValues"}

func (d *decoder) spells() error {
	own, _ := d.object.ids("Spells")
	d.active, _ = d.object.ids("ActiveSpells")
	if len(own) > MaxSpells || len(d.active) > MaxSpells {
		return fmt.Errorf("an item must have at most %d spells", MaxSpells)
	}
	slices.Sort(own)
	slices.Sort(d.active)
	own, d.active = slices.Compact(own), slices.Compact(d.active)
	for _, id := range own {
		_, active := slices.BinarySearch(d.active, id)
		d.item.Spells = append(d.item.Spells, Spell{id, active})
	}
	return nil
}

// told fills the columns that are a property.
func (d *decoder) told() {
	for i := range int32Columns {
		c := &int32Columns[i]
		if n, ok := d.whole(c.source); ok && n >= math.MinInt32 && n <= math.MaxInt32 {
			*c.field(d.item) = new(int32(n))
		}
	}
	for i := range maskColumns {
		c := &maskColumns[i]
		if n, ok := d.whole(c.source); ok {
			if mask, ok := unsigned(n); ok {
				*c.field(d.item) = new(mask)
			}
		}
	}
	if n, ok := d.whole(valueColumn.source); ok {
		d.item.Value = new(n)
	}
	for i := range floatColumns {
		c := &floatColumns[i]
		if f, ok := d.number(c.source); ok {
			*c.field(d.item) = new(f)
		}
	}
	d.protections()
	d.flags()
}

func (d *decoder) protections() {
	for i, s := range protectionSources {
		f, ok := d.number(s)
		if !ok || math.Abs(f) > math.MaxFloat32 {
			continue
		}
		if d.item.Combat.Protections == nil {
			d.item.Combat.Protections = make([]*float32, len(protectionSources))
		}
		d.item.Combat.Protections[i] = new(float32(f))
	}
}

// flags reads what is no number.
func (d *decoder) flags() {
	i := d.item
	i.Name = d.name()
	if v, ok := d.object.find("HasIdData"); ok {
		i.HasIDData, _ = v.boolean()
	}
	if v, ok := d.object.find("LastIdTime"); ok {
		if n, ok := v.whole(); ok && n > 0 {
			i.LastIDTime = n
		}
	}
	if n, ok := d.whole(uniqueSource); ok {
		i.IsUnique = new(n != 0)
	} else if v, ok := d.object.find("Unique"); ok {
		if is, ok := v.boolean(); ok {
			i.IsUnique = new(is)
		}
	}
	i.Enhancements.Imbue = d.imbue()
}

// imbue brings the bits of all imbued effects together.
func (d *decoder) imbue() *int64 {
	var imbue *int64
	for _, id := range imbueSource.ids {
		n, ok := d.item.Raw.IntValues[id]
		if bits, valid := unsigned(n); ok && valid {
			imbue = new(orZero(imbue) | bits)
		}
	}
	if imbue != nil {
		return imbue
	}
	if n, ok := d.whole(imbueSource); ok {
		if bits, ok := unsigned(n); ok {
			return &bits
		}
	}
	return nil
}

// name prefers the dictionary's name to the typed one, which may be absent.
func (d *decoder) name() *string {
	name := d.item.Raw.StringValues[1]
	if v, ok := d.object.find("Name"); ok && name == "" && !isUnset(v) {
		name, _ = v.str()
	}
	if name == "" {
		return nil
	}
	if len(name) > maxNameBytes {
		name = strings.ToValidUTF8(name[:maxNameBytes], "")
	}
	return &name
}
