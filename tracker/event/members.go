package event

// member is one member of a JSON object.
type member struct {
	name   []byte // as it reads: without quotes and escapes, mended
	raw    []byte // its value as it came
	key    uint32 // see keyOf
	length int    // how many values it holds, if it is an array or object
	traits traits // of the value
	done   bool   // read, or hidden by a later one of the same name
}

// isNull tells whether the value is null.
func (m *member) isNull() bool { return m.raw[0] == 'n' }

// keyOf tells most names apart by one comparison.
func keyOf[T string | []byte](name T) uint32 {
	n := len(name)
	if n == 0 {
		return 0
	}
	return uint32(n)<<16 | uint32(name[0])<<8 | uint32(name[n-1])
}

// index lists the members of the object that the scanner stands before,
// appended to found. It returns false where that is no JSON.
func (s *scanner) index(found []member, notes *Notes) ([]member, bool) {
	s.at++
	if s.next() == '}' {
		s.at++
		return found, true
	}
	for {
		found = append(found, member{})
		if !s.member(&found[len(found)-1], notes) {
			return found, false
		}
		switch s.next() {
		case ',':
			s.at++
		case '}':
			s.at++
			return found, true
		default:
			return found, false
		}
	}
}

// member reads a name, its colon and a value.
func (s *scanner) member(m *member, notes *Notes) bool {
	if s.next() != '"' {
		return false
	}
	from := s.at
	s.traits = 0
	if !s.quoted() {
		return false
	}
	m.name = s.text[from+1 : s.at-1]
	if s.traits != 0 {
		m.name = unquote(nil, s.text[from:s.at], notes)
	}
	m.key = keyOf(m.name)
	if s.next() != ':' {
		return false
	}
	s.at++
	s.next()
	from, s.traits = s.at, 0
	ok := s.value()
	m.raw, m.traits, m.length = s.text[from:s.at], s.traits, s.length
	return ok
}

// manyMembers is where a map finds doubles faster than comparing.
const manyMembers = 64

// hideDoubles marks the members that a later one of the same name replaces.
func hideDoubles(members []member) {
	if len(members) > manyMembers {
		hideDoublesByMap(members)
		return
	}
	var seen [4]uint64 // a bit for each of 256 kinds of keys
	for i := range members {
		kind := members[i].key * 0x9E3779B1 >> 24
		if seen[kind>>6]&(1<<(kind&63)) != 0 {
			hideDouble(members[:i], &members[i])
		}
		seen[kind>>6] |= 1 << (kind & 63)
	}
}

// hideDouble marks the member that later replaces.
func hideDouble(members []member, later *member) {
	for i := range members {
		if m := &members[i]; m.key == later.key && string(m.name) == string(later.name) {
			m.done = true
		}
	}
}

func hideDoublesByMap(members []member) {
	seen := make(map[string]struct{}, len(members))
	for i := len(members) - 1; i >= 0; i-- {
		m := &members[i]
		if _, m.done = seen[string(m.name)]; !m.done {
			seen[string(m.name)] = struct{}{}
		}
	}
}
