package event

import "math"

// needObjectID reads a required object id of the game.
func (r *reader) needObjectID(name string) Opt[uint32] {
	m := r.need(name)
	if m == nil {
		return Opt[uint32]{}
	}
	id, is := r.readObjectID(m)
	if is != good {
		r.refuse(ReasonBadValue, name+" must be an integer of 32 bits")
		return Opt[uint32]{}
	}
	r.writeInteger(name, int64(id))
	return Some(id)
}

// objectID reads an optional object id of the game.
func (r *reader) objectID(name string) Opt[uint32] {
	m := r.find(name)
	if m == nil {
		return Opt[uint32]{}
	}
	id, is := r.readObjectID(m)
	switch is {
	case bad:
		r.wrong()
		return Opt[uint32]{}
	case unset:
		return Opt[uint32]{}
	}
	r.writeInteger(name, int64(id))
	return Some(id)
}

// readObjectID takes the ids of older plugins too, which are signed: it adds
// 2^32 to a negative one.
func (r *reader) readObjectID(m *member) (uint32, reading) {
	v, is := r.readInteger(m, math.MinInt32, math.MaxUint32)
	return uint32(v), is
}

// landblock reads an optional landblock. A string is written as it came, a
// number unsigned.
func (r *reader) landblock(name string) Landblock {
	m := r.find(name)
	if m == nil {
		return ""
	}
	if m.raw[0] == '"' {
		text := r.string(m)
		r.key(name)
		r.quote(m, text)
		block, _ := ParseLandblock(text)
		return block
	}
	v, is := r.readObjectID(m)
	if is != good {
		r.wrong()
		return ""
	}
	r.writeInteger(name, int64(v))
	return LandblockOf(v)
}
