package tracker

import (
	"bufio"
	"math"
	"slices"
	"strconv"
	"time"
)

// replayScale is how many units of a replay make a degree: a unit is a quarter
// of a metre.
const replayScale = 1000

// replayWriter writes the frames of a replay as JSON while positions come in the
// order of time. A frame is written as soon as its time has passed.
type replayWriter struct {
	out        *bufio.Writer
	at         time.Time // of the next frame
	step       time.Duration
	left       int // frames to write
	first      bool
	index      map[string]int
	characters []replayCharacter
	touched    []int // heard of since the last frame
	shown      []int // in the last frame
}

// replayCharacter is what is known of a character between two frames.
type replayCharacter struct {
	heard    time.Time // zero: never
	ew, ns   int64     // position, in units
	atEW     int64     // position that the reader knows, in units
	atNS     int64
	isShown  bool
	isMarked bool // in touched
}

func newReplayWriter(out *bufio.Writer, names []string, from time.Time, step time.Duration, frames int) *replayWriter {
	w := &replayWriter{out: out, at: from, step: step, left: frames, first: true, index: make(map[string]int, len(names)), characters: make([]replayCharacter, len(names))}
	for i, name := range names {
		w.index[name] = i
	}
	return w
}

// add takes the next position; an unknown name is left out.
func (w *replayWriter) add(name string, at time.Time, ew, ns float64) {
	for w.left > 0 && at.After(w.at) {
		w.frame()
	}
	i, known := w.index[name]
	if !known {
		return
	}
	c := &w.characters[i]
	c.heard, c.ew, c.ns = at, int64(math.Round(ew*replayScale)), int64(math.Round(ns*replayScale))
	if !c.isMarked {
		c.isMarked = true
		w.touched = append(w.touched, i)
	}
}

// finish writes the frames that are left.
func (w *replayWriter) finish() {
	for w.left > 0 {
		w.frame()
	}
}

// frame writes one frame: who appears or moves, and who goes.
func (w *replayWriter) frame() {
	if !w.first {
		w.out.WriteByte(',')
	}
	w.first = false
	w.out.WriteByte('[')
	gone := w.settle()
	w.moves()
	if len(gone) > 0 {
		w.list(gone)
	}
	w.out.WriteByte(']')
	w.at = w.at.Add(w.step)
	w.left--
}

// settle finds who is shown in the frame to come and gives who is not any more.
func (w *replayWriter) settle() (gone []int) {
	var here []int
	for _, i := range w.shown {
		if c := &w.characters[i]; w.at.Sub(c.heard) <= onlineFor {
			here = append(here, i)
			continue
		}
		w.characters[i].isShown = false
		gone = append(gone, i)
	}
	w.shown = here
	slices.Sort(gone)
	return gone
}

// moves writes the triples of those who appeared or moved since the last frame.
func (w *replayWriter) moves() {
	w.out.WriteByte('[')
	slices.Sort(w.touched)
	before, any := -1, false
	for _, i := range w.touched {
		c := &w.characters[i]
		c.isMarked = false
		appears := !c.isShown && w.at.Sub(c.heard) <= onlineFor
		if !appears && (!c.isShown || c.ew == c.atEW && c.ns == c.atNS) {
			continue
		}
		if appears {
			c.isShown = true
			w.shown = append(w.shown, i)
		}
		if any {
			w.out.WriteByte(',')
		}
		w.number(int64(i - before))
		w.out.WriteByte(',')
		w.number(c.ew - c.atEW)
		w.out.WriteByte(',')
		w.number(c.ns - c.atNS)
		c.atEW, c.atNS, before, any = c.ew, c.ns, i, true
	}
	w.touched = w.touched[:0]
	w.out.WriteByte(']')
}

func (w *replayWriter) list(indices []int) {
	w.out.WriteByte(',')
	w.out.WriteByte('[')
	for n, i := range indices {
		if n > 0 {
			w.out.WriteByte(',')
		}
		w.number(int64(i))
	}
	w.out.WriteByte(']')
}

func (w *replayWriter) number(n int64) {
	w.out.Write(strconv.AppendInt(w.out.AvailableBuffer(), n, 10))
}
