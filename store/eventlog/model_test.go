package eventlog

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// model is what a log promises, as a slice: the record at position p is
// accepted[p-1]. A log on a failing, crashing disk is held against it.
type model struct {
	opts     Options
	disk     *memDisk
	log      *Log
	stop     func() // ends Run, or does nothing when the process was "killed"
	accepted []Record
	flipped  map[uint64]bool // positions that were damaged on purpose
	trimmed  uint64          // Trim was called with this
	sent     int
	reader   *Reader // one that stays
}

func (m *model) open(t *rapid.T) {
	m.opts.disk = m.disk
	l, err := Open(m.opts)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- l.Run(ctx) }()
	m.log, m.stop = l, func() {
		cancel()
		if err := <-ended; err != nil {
			t.Fatalf("Run: %v", err)
		}
	}
	m.reader = l.NewReader(m.trimmed)
}

// append submits some records at once; single failures of the disk may refuse
// them.
func (m *model) append(t *rapid.T) {
	m.disk.inject(m.faults(t))
	n := rapid.IntRange(1, 12).Draw(t, "records")
	var pending sync.WaitGroup
	pending.Add(n)
	for range n {
		m.sent++
		r := sample(m.sent)
		if rapid.IntRange(0, 9).Draw(t, "large") == 0 {
			r.Payload = append(r.Payload, make([]byte, 700)...)
		}
		err := m.log.Submit(context.Background(), r, func(r Record, err error) {
			defer pending.Done()
			if err != nil {
				return
			}
			if r.Position != uint64(len(m.accepted)+1) {
				t.Errorf("accepted at %d behind %d", r.Position, len(m.accepted))
			}
			m.accepted = append(m.accepted, r)
		})
		if err != nil {
			t.Fatalf("submit: %v", err)
		}
	}
	pending.Wait()
	m.disk.inject(nil)
}

// faults fails a few operations after some that succeed.
func (m *model) faults(t *rapid.T) func(op, path string, size int) (int, error) {
	if rapid.IntRange(0, 2).Draw(t, "faults") > 0 {
		return nil
	}
	good := rapid.IntRange(0, 6).Draw(t, "good operations")
	bad := rapid.IntRange(1, 4).Draw(t, "bad operations")
	part := rapid.IntRange(0, 100).Draw(t, "percent written")
	return func(op, _ string, size int) (int, error) {
		switch {
		case op == "read":
			return 0, nil
		case good > 0:
			good--
			return 0, nil
		case bad > 0:
			bad--
			return size * part / 100, errIO
		}
		return 0, nil
	}
}

// settle gives the log the time to repair itself.
func (m *model) settle(t *rapid.T) {
	time.Sleep(2 * maxBackOff)
	if s := m.log.Stats(); s.Failing != "" {
		t.Fatalf("the disk works and the log fails: %s", s.Failing)
	}
}

func (m *model) trim(t *rapid.T) {
	through := rapid.Uint64Range(0, uint64(len(m.accepted))).Draw(t, "through")
	m.trimmed = max(m.trimmed, through)
	if err := m.log.Trim(through); err != nil {
		t.Fatalf("trim: %v", err)
	}
	synctest.Wait()
}

// restart ends the log in order.
func (m *model) restart(t *rapid.T) {
	m.settle(t)
	m.stop()
	m.open(t)
}

// crash continues with what a kill or a power failure leaves.
func (m *model) crash(t *rapid.T) {
	m.settle(t)
	next := m.disk.killed()
	if rapid.Bool().Draw(t, "power") {
		next = m.disk.unplugged(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)))
	}
	m.stop()
	m.disk = next
	m.open(t)
}

// flip damages one byte of a record that is not the log's last.
func (m *model) flip(t *rapid.T) {
	first, last := m.log.Bounds()
	if first >= last {
		t.Skip("there is no record to damage")
	}
	position := rapid.Uint64Range(first, last-1).Draw(t, "position")
	if m.flipped[position] {
		t.Skip("damaged already")
	}
	r := m.accepted[position-1]
	at := rapid.Int64Range(0, frameBytes(&r)-1).Draw(t, "byte")
	for _, path := range segmentsOf(m.disk) {
		content := contentOf(Options{disk: m.disk}, path)
		for off := range content {
			if h, ok := parseHead(content[off:], m.log.seed); ok && h.position == position && !h.seal() {
				m.flipped[position] = true
				m.disk.flip(path, off+int(at))
				return
			}
		}
	}
	t.Fatalf("position %d of %d to %d is nowhere", position, first, last)
}

// read follows the log with the reader that stays, in pieces.
func (m *model) read(t *rapid.T) {
	first, last := m.log.Bounds()
	if m.reader.after+1 < first {
		m.reader.Seek(first - 1)
	}
	if rapid.IntRange(0, 4).Draw(t, "seek") == 0 {
		m.reader.Seek(rapid.Uint64Range(first-1, last).Draw(t, "to"))
	}
	if m.reader.after >= last {
		return
	}
	after := m.reader.after
	b, err := m.reader.Read(context.Background(), rapid.IntRange(0, 9).Draw(t, "max records"),
		rapid.Int64Range(0, 900).Draw(t, "max bytes"), 0)
	if err != nil {
		t.Fatalf("read after %d: %v", after, err)
	}
	m.compare(t, after, b)
}

// compare holds a batch against the model.
func (m *model) compare(t *rapid.T, after uint64, b Batch) {
	covered := map[uint64]bool{}
	for _, r := range b.Records {
		if r.Position > uint64(len(m.accepted)) || !same(r, m.accepted[r.Position-1]) {
			t.Fatalf("a wrong record: %+v", r)
		}
		covered[r.Position] = true
	}
	for _, c := range b.Corrupt {
		for p := c.Position; p <= c.Last; p++ {
			if covered[p] || !m.flipped[p] {
				t.Fatalf("position %d is not damaged: %+v", p, c)
			}
			covered[p] = true
		}
	}
	for p := after + 1; p <= b.Through; p++ {
		if !covered[p] {
			t.Fatalf("position %d was skipped", p)
		}
	}
	if uint64(len(covered)) != b.Through-after || b.Through == after {
		t.Fatalf("%d positions from %d through %d", len(covered), after, b.Through)
	}
}

// check reads everything with a new reader.
func (m *model) check(t *rapid.T) {
	first, last := m.log.Bounds()
	if first > m.trimmed+1 || last != uint64(len(m.accepted)) {
		t.Fatalf("the log is %d to %d; trimmed through %d, %d accepted", first, last, m.trimmed, len(m.accepted))
	}
	for r := m.log.NewReader(first - 1); r.after < last; {
		after := r.after
		b, err := r.Read(context.Background(), 0, 0, 0)
		if err != nil {
			t.Fatalf("read after %d: %v", after, err)
		}
		m.compare(t, after, b)
	}
}

func TestTheLogIsASliceOfRecordsWhateverHappens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rapid.Check(struct{ testing.TB }{t}, func(t *rapid.T) { // without Deadline, which a bubble forbids
			m := &model{disk: newMemDisk(), flipped: map[uint64]bool{}}
			m.opts = Options{Dir: "/log", MaxBytes: 1 << 20, MinFree: -1, SegmentBytes: rapid.Int64Range(512, 4000).Draw(t, "segment")}
			m.open(t)
			defer func() { m.stop() }()
			t.Repeat(map[string]func(*rapid.T){
				"append":  m.append,
				"append2": m.append,
				"trim":    m.trim,
				"restart": m.restart,
				"crash":   m.crash,
				"flip":    m.flip,
				"read":    m.read,
				"":        m.check,
			})
		})
	})
}
