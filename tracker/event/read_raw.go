package event

import "encoding/json"

// raw reads an optional member that is free JSON. It is set in to once the
// whole payload is written.
func (r *reader) raw(name string, to *json.RawMessage) {
	if m := r.find(name); m != nil {
		r.keep(name, m, to)
	}
}

// keep writes free JSON, unless it is too deep, or a number that becomes null.
func (r *reader) keep(name string, m *member, to *json.RawMessage) {
	if m.traits&isDeep != 0 {
		r.notes[NoteTooDeep]++
		return
	}
	before := len(r.out)
	r.key(name)
	start := len(r.out)
	r.free(m)
	if string(r.out[start:]) == "null" {
		r.out = r.out[:before]
		return
	}
	r.raws = append(r.raws, rawAt{to: to, start: start, end: len(r.out)})
}

// needObject reads a required JSON object, free inside.
func (r *reader) needObject(name string, to *json.RawMessage) {
	m := r.need(name)
	switch {
	case m == nil:
	case m.raw[0] != '{':
		r.refuse(ReasonBadValue, name+" must be an object")
	case m.traits&isDeep != 0:
		r.refuse(ReasonBadValue, name+" is nested too deep")
	default:
		r.keep(name, m, to)
	}
}

// object reads an optional JSON object, free inside.
func (r *reader) object(name string, to *json.RawMessage) {
	m := r.find(name)
	switch {
	case m == nil:
	case m.raw[0] != '{':
		r.wrong()
	default:
		r.keep(name, m, to)
	}
}

// needArray reads a required JSON array, free inside, and tells its length.
func (r *reader) needArray(name string, to *json.RawMessage) (length int) {
	m := r.need(name)
	if m == nil {
		return 0
	}
	if m.raw[0] != '[' {
		r.refuse(ReasonBadValue, name+" must be an array")
		return 0
	}
	r.key(name)
	start := len(r.out)
	if m.traits&isDeep != 0 {
		r.shallow(m)
	} else {
		r.free(m)
	}
	r.raws = append(r.raws, rawAt{to: to, start: start, end: len(r.out)})
	return m.length
}

// shallow writes an array in which something is too deep element by element:
// the one that is too deep costs itself and becomes null.
func (r *reader) shallow(array *member) {
	r.out = append(r.out, '[')
	for m := range elements(array.raw) {
		if r.out[len(r.out)-1] != '[' {
			r.out = append(r.out, ',')
		}
		if m.traits&isDeep != 0 {
			r.notes[NoteTooDeep]++
			r.out = append(r.out, "null"...)
			continue
		}
		r.free(&m)
	}
	r.out = append(r.out, ']')
}

// elements gives the elements of an array that passed the scanner.
func elements(array []byte) func(yield func(member) bool) {
	return func(yield func(member) bool) {
		s := scanner{text: array, at: 1}
		for s.next() != ']' {
			from := s.at
			s.traits = 0
			if !s.value() || !yield(member{raw: array[from:s.at], traits: s.traits}) {
				return
			}
			if s.next() == ',' {
				s.at++
			}
		}
	}
}
