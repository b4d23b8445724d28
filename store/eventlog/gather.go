package eventlog

import "bytes"

// gathering is a batch on its way.
type gathering struct {
	maxRecords int   // zero and less: no limit
	maxBytes   int64 // the same
	batch      Batch
	bytes      int64
	closed     bool // the next one did not fit
}

func (g *gathering) empty() bool { return len(g.batch.Records)+len(g.batch.Corrupt) == 0 }

func (g *gathering) full() bool {
	n := len(g.batch.Records) + len(g.batch.Corrupt)
	return g.closed || g.maxRecords > 0 && n >= g.maxRecords || g.maxBytes > 0 && g.bytes >= g.maxBytes
}

// fits tells whether size more bytes may come; the first always may. What does
// not fit closes the batch.
func (g *gathering) fits(size int64) bool {
	g.closed = !g.empty() && g.maxBytes > 0 && g.bytes+size > g.maxBytes
	return !g.closed
}

// result gives what was gathered before err, if there is any: the next Read
// meets err again.
func (g *gathering) result(err error) (Batch, error) {
	if !g.empty() {
		return g.batch, nil
	}
	return Batch{Through: g.batch.Through}, err
}

// add puts it into the batch; false when it does not fit any more.
func (r *Reader) add(g *gathering, it *item) bool {
	if it.damage != nil {
		return r.addDamage(g, *it.damage)
	}
	size := int64(it.head.body)
	if !g.fits(size) {
		return false
	}
	g.batch.Records = append(g.batch.Records, it.head.record(it.body, r.names.text))
	g.bytes += size
	r.after, g.batch.Through = it.head.position, it.head.position
	return true
}

// addDamage adds what of d is behind the reader's position.
func (r *Reader) addDamage(g *gathering, d damage) bool {
	raw := min(d.len, MaxRawBytes)
	if !g.fits(raw) {
		return false
	}
	r.log.noteDamage(segmentName(r.seg.first), d)
	for _, c := range r.corrupt(d, raw) {
		if c.Last <= r.after {
			continue
		}
		c.Position = max(c.Position, r.after+1)
		g.batch.Corrupt = append(g.batch.Corrupt, c)
	}
	g.bytes += raw
	r.after, g.batch.Through = d.to, d.to
	return true
}

// corrupt describes d: one Corrupt for each record, where the markers tell them
// apart, otherwise one for all.
func (r *Reader) corrupt(d damage, size int64) []Corrupt {
	if d.len == 0 {
		return []Corrupt{{Position: d.from, Last: d.to, Reason: d.reason}}
	}
	raw := make([]byte, size)
	if err := readFull(r.file, raw, d.off); err != nil {
		return []Corrupt{{Position: d.from, Last: d.to, Reason: d.reason + ", and its bytes cannot be read"}}
	}
	if size < d.len {
		return []Corrupt{{Position: d.from, Last: d.to, Raw: raw, Reason: d.reason + ", only its first bytes are given"}}
	}
	pieces := [][]byte{raw}
	if d.lost() > 1 {
		pieces = splitAtMarkers(raw)
	}
	if uint64(len(pieces)) != d.lost() {
		return []Corrupt{{Position: d.from, Last: d.to, Raw: raw, Reason: d.reason}}
	}
	each := make([]Corrupt, len(pieces))
	for i, p := range pieces {
		position := d.from + uint64(i)
		each[i] = Corrupt{Position: position, Last: position, Raw: p, Reason: d.reason}
	}
	return each
}

// splitAtMarkers cuts raw before each marker but one at its begin.
func splitAtMarkers(raw []byte) [][]byte {
	var pieces [][]byte
	for len(raw) > 0 {
		i := bytes.Index(raw[1:], marker[:])
		if i < 0 {
			break
		}
		pieces = append(pieces, raw[:i+1:i+1])
		raw = raw[i+1:]
	}
	return append(pieces, raw)
}

// maxInterned bounds the texts that a reader remembers; one server's characters
// are some hundred.
const maxInterned = 4096

// interned gives equal bytes the same string, so that the kinds and names of
// many records cost no memory each.
type interned map[string]string

func (in *interned) text(b []byte) string {
	if s, ok := (*in)[string(b)]; ok {
		return s
	}
	if *in == nil || len(*in) >= maxInterned {
		*in = interned{}
	}
	s := string(b)
	(*in)[s] = s
	return s
}
