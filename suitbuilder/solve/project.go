package solve

import "sync"

// parallelPieces is from how many pieces on several workers are worth their start.
const parallelPieces = 4000

// project makes the options of all pieces that may be worn, in the pieces' order.
func (m *model) project(workers int) {
	n := len(m.p.Pieces)
	m.owners = append(m.owners, m.req.Target)
	if workers < 2 || n < parallelPieces {
		m.projectRange(0, n)
	} else {
		m.projectParts(workers, n)
	}
	m.markTwins()
	m.clearForLocks()
}

// projectParts shares the pieces out, and puts the parts together in their order: the
// numbers of owners and shapes come out as one worker would give them.
func (m *model) projectParts(workers, n int) {
	parts := make([]model, workers)
	var group sync.WaitGroup
	for w := range parts {
		parts[w] = *m
		parts[w].owners = []string{m.req.Target}
		group.Go(func() { parts[w].projectRange(n*w/workers, n*(w+1)/workers) })
	}
	group.Wait()
	total := 0
	for w := range parts {
		total += len(parts[w].options)
	}
	m.options, m.add = make([]option, 0, total), make([]int64, 0, total*len(m.quantities))
	owners, shapes := map[string]int32{m.req.Target: 0}, map[uint64]int32{}
	for w := range parts {
		ownerAt := make([]int32, len(parts[w].owners))
		for i, name := range parts[w].owners {
			ownerAt[i] = number(owners, &m.owners, name)
		}
		shapeAt := make([]int32, len(parts[w].shapes))
		for i, taken := range parts[w].shapes {
			shapeAt[i] = number(shapes, &m.shapes, taken)
		}
		for _, o := range parts[w].options {
			o.owner, o.shape = ownerAt[o.owner], shapeAt[o.shape]
			m.options = append(m.options, o)
		}
		m.add = append(m.add, parts[w].add...)
	}
}

// number gives a thing's number, a new one if it is new.
func number[T comparable](known map[T]int32, list *[]T, v T) int32 {
	n, there := known[v]
	if !there {
		n = int32(len(*list))
		known[v] = n
		*list = append(*list, v)
	}
	return n
}

// projectRange makes the options of some of the pieces.
func (m *model) projectRange(from, to int) {
	p := projector{model: m, slots: m.req.slots(), family: newFamilyIndex(m.req.Cantrips, m.families)}
	p.ids, p.numbers = map[string]int32{m.req.Target: 0}, map[uint64]int32{}
	p.excluded = map[Exclusion]bool{}
	for _, e := range m.req.Excluded {
		p.excluded[e] = true
	}
	p.locked, p.lockedItem = map[Lock]SlotMask{}, map[int64]bool{}
	for _, l := range m.req.Locked {
		p.locked[Lock{ItemID: l.ItemID, Owner: l.Owner}] = l.Slots
		p.lockedItem[l.ItemID] = true
	}
	m.options = make([]option, 0, (to-from)+(to-from)/2)
	m.add = make([]int64, 0, cap(m.options)*len(m.quantities))
	for i := from; i < to; i++ {
		p.piece(int32(i))
	}
}

type projector struct {
	*model
	slots      SlotMask
	owner      string // of the piece before: pieces come by owner
	ownerID    int32
	ids        map[string]int32
	family     familyIndex
	excluded   map[Exclusion]bool
	numbers    map[uint64]int32
	locked     map[Lock]SlotMask
	lockedItem map[int64]bool
}

func (p *projector) piece(i int32) {
	piece := &p.p.Pieces[i]
	kind, slots := Classify(piece.Equip)
	if !p.allowed(piece, kind) {
		return
	}
	o := option{piece: i, item: piece.ItemID, family: p.family.mask(piece)}
	for s, id := range p.sets {
		if id != 0 && piece.Set == id {
			o.set = uint8(s + 1)
		}
	}
	var demanded SlotMask
	if len(p.locked) > 0 && p.lockedItem[piece.ItemID] {
		if demanded, o.locked = p.locked[Lock{ItemID: piece.ItemID, Owner: piece.Owner}]; !o.locked {
			return // another record of the item must be worn
		}
	}
	first := len(p.options)
	emit := func(slots SlotMask, coverage int32, reduced bool) {
		if slots&^p.slots != 0 || slots == 0 || demanded&^slots != 0 {
			return
		}
		o.slots, o.reduced = slots, reduced
		o.taken = uint64(slots) | uint64(uint32(coverage))<<SlotCount
		p.emit(o, piece, kind)
	}
	switch kind {
	case KindJewelry:
		for _, s := range slots.List() {
			emit(1<<s, 0, false)
		}
	default:
		emit(slots, piece.Coverage, false)
	}
	if kind == KindArmor && piece.Reducible {
		for _, t := range p.req.Reduction.Targets(piece.Coverage) {
			emit(1<<t.Slot, t.Coverage, true)
		}
	}
	p.finish(first, piece)
}

// finish tells the options of one piece of each other.
func (p *projector) finish(first int, piece *Piece) {
	made := p.options[first:]
	if len(made) == 0 {
		return
	}
	if piece.Owner != p.owner || p.ownerID == 0 {
		p.owner, p.ownerID = piece.Owner, number(p.ids, &p.owners, piece.Owner)
	}
	var reach SlotMask
	for k := range made {
		reach |= made[k].slots
	}
	for k := range made {
		made[k].reach, made[k].single, made[k].owner = reach, len(made) == 1, p.ownerID
	}
}

func (p *projector) allowed(piece *Piece, kind Kind) bool {
	switch kind {
	case KindNone:
		return false
	case KindArmor:
		if p.req.ForbidCritDamage[min(max(piece.Ratings[CritDamage], 0), 2)] {
			return false
		}
		if p.req.SetMode == Strict && piece.Set != 0 && piece.Set != p.req.PrimarySet && piece.Set != p.req.SecondarySet {
			return false
		}
	case KindClothing:
		if max(piece.Ratings[Damage], 0) < p.req.ClothingMinDamage {
			return false
		}
	}
	if piece.Bar != BarNone {
		return false
	}
	return len(p.excluded) == 0 || !p.excluded[Exclusion{ItemID: piece.ItemID, Owner: piece.Owner}] && !p.excluded[Exclusion{ItemID: piece.ItemID}]
}

// emit keeps an option unless it can improve nothing.
func (p *projector) emit(o option, piece *Piece, kind Kind) {
	useful := o.locked || o.family != 0 || o.set != 0
	start := len(p.add)
	for _, q := range p.quantities {
		v := valueOf(q, piece, kind, &o)
		useful = useful || v > 0 && q != qCount
		p.add = append(p.add, v)
	}
	if !useful {
		p.add = p.add[:start]
		return
	}
	o.shape = number(p.numbers, &p.shapes, o.taken)
	p.options = append(p.options, o)
}

func valueOf(q quantity, piece *Piece, kind Kind, o *option) int64 {
	switch q {
	case qPieces:
		return -1
	case qReductions:
		if o.reduced {
			return -1
		}
		return 0
	case qLocked:
		if o.locked {
			return 1
		}
		return 0
	case qCount:
		return 1
	case qClassic:
		return classicOf(piece, kind)
	case quantity(ByArmorLevel):
		return max(piece.AL, 0) * int64(o.slots.Count())
	case quantity(ByTotalRating):
		return piece.TotalRating()
	}
	return int64(max(piece.Ratings[q-quantity(ByDamage)], 0))
}

// familyIndex finds what a cantrip's family is worth to the request.
type familyIndex struct {
	dense  []wantedFamily // by family number, where these are small
	sparse map[int]wantedFamily
}

type wantedFamily struct {
	bit  uint64
	tier Tier
}

const denseFamilies = 4096

func newFamilyIndex(wanted []Wanted, families []int) familyIndex {
	x := familyIndex{sparse: map[int]wantedFamily{}, dense: make([]wantedFamily, denseFamilies)}
	for i, family := range families {
		for _, w := range wanted {
			if w.Family != family {
				continue
			}
			found := wantedFamily{1 << i, w.Tier}
			if family >= 0 && family < denseFamilies {
				x.dense[family] = found
			} else {
				x.sparse[family] = found
			}
		}
	}
	return x
}

func (x *familyIndex) mask(p *Piece) uint64 {
	var mask uint64
	for _, c := range p.Cantrips {
		w := wantedFamily{}
		if c.Family >= 0 && c.Family < denseFamilies {
			w = x.dense[c.Family]
		} else {
			w = x.sparse[c.Family]
		}
		if c.Tier >= w.tier {
			mask |= w.bit
		}
	}
	return mask
}

// markTwins finds records of one item that several owners are said to hold: their
// options belong to one item.
func (m *model) markTwins() {
	size := 16
	for size < 2*len(m.options) {
		size *= 2
	}
	table := make([]int32, size)
	var twins map[int64]SlotMask
	for i := range m.options {
		o := &m.options[i]
		if i > 0 && m.options[i-1].piece == o.piece {
			continue
		}
		h := hashID(o.item)
		for {
			slot := &table[h&uint64(size-1)]
			if *slot == 0 {
				*slot = int32(i + 1)
				break
			}
			if other := &m.options[*slot-1]; other.item == o.item {
				if twins == nil {
					twins = map[int64]SlotMask{}
				}
				twins[o.item] |= o.reach | other.reach
				break
			}
			h++
		}
	}
	if twins == nil {
		return
	}
	for i := range m.options {
		if reach, twin := twins[m.options[i].item]; twin {
			m.options[i].reach, m.options[i].single = reach, false
		}
	}
}

// clearForLocks removes the options that conflict with every option of a locked
// piece: no suit with all locked pieces has them.
func (m *model) clearForLocks() {
	byItem := map[int64]uint64{}
	for i := range m.options {
		if o := &m.options[i]; o.locked {
			if common, known := byItem[o.item]; known {
				byItem[o.item] = common & o.taken
			} else {
				byItem[o.item] = o.taken
			}
		}
	}
	if len(byItem) == 0 {
		return
	}
	kept := 0
	q := len(m.quantities)
	for i := range m.options {
		o := m.options[i]
		drop := false
		for item, common := range byItem {
			drop = drop || item != o.item && common&o.taken != 0
		}
		if drop {
			continue
		}
		m.options[kept] = o
		copy(m.add[kept*q:kept*q+q], m.add[i*q:i*q+q])
		kept++
	}
	m.options, m.add = m.options[:kept], m.add[:kept*q]
}
