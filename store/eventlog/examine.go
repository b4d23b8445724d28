package eventlog

import (
	"errors"
	"fmt"
	"io"
)

// content is what a segment holds.
type content struct {
	records  uint64 // intact ones
	received int64  // of the last of them, microseconds since 1970; 0: none
	damage   []damage
	index    []place
	end      solid // behind the last intact frame
	torn     int64 // bytes behind it that are cut off; in a log's last segment only
}

// lost counts the positions that cannot be read.
func (c *content) lost() uint64 {
	var n uint64
	for i := range c.damage {
		n += c.damage[i].lost()
	}
	return n
}

// examine reads a whole segment. upTo is its last position where that is
// known: by the segment after it, or by what was synced. Then all that is
// missing up to there is damage. Otherwise it is the log's last segment, whose
// bad end is a torn tail: bytes of records that were never accepted.
func examine(src io.ReaderAt, seed uint32, first uint64, size int64, upTo uint64, known bool) (content, error) {
	if !known {
		upTo = lastPossible(first, size)
	}
	s := newScanner(src, seed, place{first, preludeBytes}, size, upTo)
	s.patch = true
	var c content
	for {
		it, err := s.step()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return content{}, err
		}
		c.add(it)
	}
	c.end = s.solid
	if known {
		if d := s.rest(); d != nil {
			c.damage = append(c.damage, *d)
		}
		return c, nil
	}
	if s.unread > c.end.off { // it may be anything, so it is not cut
		return content{}, fmt.Errorf("the log's end: %w", s.unreadErr)
	}
	c.cut(size)
	return c, nil
}

func (c *content) add(it item) {
	if it.damage != nil {
		c.damage = append(c.damage, *it.damage)
		return
	}
	c.records++
	c.received = it.head.received
	c.index = addIndex(c.index, place{it.head.position, it.at})
}

// cut takes the damage behind the last intact frame as torn.
func (c *content) cut(size int64) {
	c.torn = max(0, size-c.end.off)
	for i, d := range c.damage {
		if d.off >= c.end.off {
			c.damage = c.damage[:i]
			return
		}
	}
}
