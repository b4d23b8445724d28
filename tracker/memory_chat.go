package tracker

import (
	"container/heap"
	"encoding/json"
	"strings"

	"overlord/tracker/event"
)

// chatLine is one line of a character's chat.
type chatLine struct {
	number  uint64 // in the order of receipt over all characters
	channel string // as channelOf gives it
	payload []byte
}

// chatLines are the last lines of one character, oldest first.
type chatLines struct {
	lines []chatLine
	bytes int
}

// add appends a line and drops the oldest ones that are too many. It tells how
// many of those were dropped for their bytes rather than their number.
func (c *chatLines) add(l chatLine) (forgotten int) {
	c.lines = append(c.lines, l)
	c.bytes += len(l.payload)
	if len(c.lines) > maxChatLines {
		c.dropOldest()
	}
	for ; c.bytes > maxChatBytes; forgotten++ {
		c.dropOldest()
	}
	return forgotten
}

func (c *chatLines) dropOldest() {
	c.bytes -= len(c.lines[0].payload)
	c.lines[0] = chatLine{}
	c.lines = c.lines[1:]
}

func (m *Memory) rememberChat(ev *event.Event, body *event.Chat) {
	if !m.fits(ev, maxChatLine) {
		return
	}
	c := m.character(ev.CharacterName)
	m.lines++
	m.forget("chat", c.chat.add(chatLine{m.lines, channelOf(body), compact(ev.Payload)}))
	m.keep(ev.CharacterName, c)
}

// channelOf is the channel of a line: what the plugin says it is or, without
// that, what stands in brackets before its text; "" where neither is.
func channelOf(c *event.Chat) string {
	if name := strings.TrimSpace(c.Channel.V); name != "" {
		return channelName(name)
	}
	if rest, bracket := strings.CutPrefix(c.Text, "["); bracket {
		if name, _, closed := strings.Cut(rest, "]"); closed {
			return channelName(name)
		}
	}
	return ""
}

// channelName is a channel's name as it is compared: in small letters, and tells
// in the plural, since plugins say both.
func channelName(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "tell" {
		return "tells"
	}
	return name
}

// Chat gives the newest lines of one character or, for "", of all, newest first:
// those of one channel or, for "", of all. It is not known where nothing was
// heard from the character.
func (m *Memory) Chat(character, channel string, limit int) (lines []json.RawMessage, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var from chatMerge
	for name, c := range m.characters.all() {
		if character != "" && name != character {
			continue
		}
		known = known || len(c.chat.lines) > 0
		from.add(c.chat.lines, channelName(channel))
	}
	heap.Init(&from)
	lines = []json.RawMessage{}
	for len(from.rest) > 0 && len(lines) < limit {
		lines = append(lines, from.pop())
	}
	return lines, known
}

// chatMerge merges the lines of several characters, newest first. It is a heap
// of what is left of each, by the number of the newest line.
type chatMerge struct {
	channel string
	rest    [][]chatLine // none is empty, and the last line of each is wanted
}

// add takes the lines of one character before the heap is made.
func (m *chatMerge) add(lines []chatLine, channel string) {
	m.channel = channel
	if lines = m.wanted(lines); len(lines) > 0 {
		m.rest = append(m.rest, lines)
	}
}

// wanted cuts off the newest lines up to one of the channel.
func (m *chatMerge) wanted(lines []chatLine) []chatLine {
	for len(lines) > 0 && m.channel != "" && lines[len(lines)-1].channel != m.channel {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// pop takes the newest line.
func (m *chatMerge) pop() json.RawMessage {
	lines := m.rest[0]
	newest := lines[len(lines)-1]
	if rest := m.wanted(lines[:len(lines)-1]); len(rest) > 0 {
		m.rest[0] = rest
		heap.Fix(m, 0)
	} else {
		heap.Pop(m)
	}
	return newest.payload
}

func (m *chatMerge) Len() int      { return len(m.rest) }
func (m *chatMerge) Swap(i, j int) { m.rest[i], m.rest[j] = m.rest[j], m.rest[i] }
func (m *chatMerge) Push(x any)    { m.rest = append(m.rest, x.([]chatLine)) }

func (m *chatMerge) Less(i, j int) bool {
	a, b := m.rest[i], m.rest[j]
	return a[len(a)-1].number > b[len(b)-1].number
}

// Pop takes the last entry, as container/heap wants it.
func (m *chatMerge) Pop() any {
	last := len(m.rest) - 1
	x := m.rest[last]
	m.rest = m.rest[:last]
	return x
}
