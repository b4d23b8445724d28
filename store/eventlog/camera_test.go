package eventlog

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
)

// image is what a crash would have left at one moment.
type image struct {
	op        string
	killed    *memDisk
	unplugged []*memDisk
	acked     []Record // what was accepted by then
	refused   []Record // what was refused by then, and must not come back
	trimmed   uint64   // up to where trimming had begun
}

// filmed runs script on a log and takes an image before each operation that
// changes the disk, and in the middle of each write.
func filmed(t *testing.T, opts Options, script func(*camera)) []image {
	t.Helper()
	d := newMemDisk()
	opts.disk = d
	c := &camera{t: t, disk: d, random: rand.New(rand.NewPCG(1, 2))}
	d.inject(c.shoot)
	c.log = MustOpen(t, opts)
	stop := MustRun(t, c.log)
	script(c)
	stop()
	d.inject(nil)
	c.take("the end")
	return c.images
}

type camera struct {
	t      *testing.T
	log    *Log
	disk   *memDisk
	random *rand.Rand
	fail   func(op, path string) error // faults of the script

	mu      sync.Mutex
	sent    []Record // everything that was submitted
	acked   []Record
	refused []Record
	trimmed uint64
	images  []image
}

func (c *camera) shoot(op, path string, size int) (int, error) {
	if op == "read" || op == "open" {
		return 0, nil
	}
	c.take(op + " " + path)
	if c.fail != nil {
		if err := c.fail(op, path); err != nil {
			return size / 2, err
		}
	}
	return 0, nil
}

func (c *camera) take(op string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := image{op: op, killed: c.disk.killed(), acked: c.acked[:len(c.acked):len(c.acked)], trimmed: c.trimmed}
	if c.log != nil && c.log.Stats().Failing == "" {
		i.refused = c.refused[:len(c.refused):len(c.refused)]
	}
	for range 4 {
		i.unplugged = append(i.unplugged, c.disk.unplugged(c.random))
	}
	c.images = append(c.images, i)
}

// append submits n records at once and waits for their answers.
func (c *camera) append(n int) {
	var pending sync.WaitGroup
	pending.Add(n)
	for range n {
		c.mu.Lock()
		r := sample(len(c.sent) + 1)
		c.sent = append(c.sent, r)
		c.mu.Unlock()
		err := c.log.Submit(context.Background(), r, func(r Record, err error) {
			defer pending.Done()
			c.mu.Lock()
			defer c.mu.Unlock()
			if err == nil {
				c.acked = append(c.acked, r)
			} else {
				c.refused = append(c.refused, r)
			}
		})
		if err != nil {
			c.t.Fatal(err)
		}
	}
	pending.Wait()
}

func (c *camera) trim(through uint64) {
	c.mu.Lock()
	c.trimmed = max(c.trimmed, through)
	c.mu.Unlock()
	if err := c.log.Trim(through); err != nil {
		c.t.Fatal(err)
	}
}

// failing makes the next n operations of a kind fail.
func failing(op string, n int, err error) func(op, path string) error {
	return func(o, _ string) error {
		if o != op || n == 0 {
			return nil
		}
		n--
		return err
	}
}
