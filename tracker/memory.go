package tracker

import (
	"bytes"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"overlord/tracker/event"
)

// Bounds of what is kept in memory. They are far above what honest plugins need
// and keep those that are not from filling the server: what is over a bound is
// counted, not kept, and still broadcast and relayed.
const (
	// The characters heard of last are remembered, whole. 500 of them with all
	// their chat need a quarter of the bytes.
	maxCharacters  = 2000
	maxMemoryBytes = 256 << 20

	// The contract's 500 lines; their bytes are four times those of long lines.
	maxChatLines = 500
	maxChatBytes = 1 << 20
	maxChatLine  = 16 << 10

	// A radar or a full set of armour is some 20 KiB.
	maxStateBytes = 512 << 10

	maxShareBytes = 64 << 10 // of one share_* event
	maxSuffixes   = 32       // kinds of share_* events of one character

	maxQuests     = 1000 // timers of one character: more than the game has
	maxQuestBytes = 512  // of a quest's name and its countdown together

	maxMaps      = 64 // the contract's; the largest dungeon is some 300 KiB
	maxMapBytes  = 8 << 20
	maxMapsBytes = 64 << 20

	// rememberedBytes is what a character costs beside its texts.
	rememberedBytes = 1 << 10
)

// Memory holds the families of events that are kept, but not stored: the latest
// vitals, surroundings, spells and shares of each character, its quests, its
// chat, and the maps of dungeons. All methods may be called concurrently.
type Memory struct {
	mu         sync.Mutex
	characters *recent[string, *remembered]
	maps       *recent[event.Landblock, []byte]
	lines      uint64 // chat lines so far: their order over all characters

	forgotten *prometheus.CounterVec
	tooLarge  *prometheus.CounterVec
}

// remembered is what is kept of one character. Payloads are events as browsers
// got them; nil: none came.
type remembered struct {
	vitals   *VitalsNow
	chat     chatLines
	quests   *recent[string, QuestTimer]
	shares   *recent[string, share] // by what follows "share_"
	cantrips []byte
	nearby   []byte
}

// share is the latest share_* event of a kind.
type share struct {
	payload    []byte
	receivedAt time.Time
}

// NewMemory is an empty memory.
func NewMemory() *Memory {
	vec := func(name, help, label string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, []string{label})
	}
	return &Memory{
		characters: newRecent[string, *remembered](maxCharacters, maxMemoryBytes),
		maps:       newRecent[event.Landblock, []byte](maxMaps, maxMapsBytes),
		forgotten:  vec("overlord_memory_forgotten_total", "What was dropped from memory because there was no room for it, by what it was.", "what"),
		tooLarge:   vec("overlord_memory_too_large_total", "Events that were passed on but not kept in memory because of their size, by family.", "family"),
	}
}

// Remember keeps of an event what is to be kept.
func (m *Memory) Remember(ev *event.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch body := ev.Body.(type) {
	case *event.Vitals:
		c := m.character(ev.CharacterName)
		c.vitals = mergeVitals(c.vitals, ev, body)
		m.keep(ev.CharacterName, c)
	case *event.Chat:
		m.rememberChat(ev, body)
	case *event.Quest:
		m.rememberQuest(ev, body)
	case *event.EquipmentCantripState:
		if c := m.character(ev.CharacterName); m.fits(ev, maxStateBytes) {
			c.cantrips = compact(ev.Payload)
			m.keep(ev.CharacterName, c)
		}
	case *event.NearbyObjects:
		if c := m.character(ev.CharacterName); m.fits(ev, maxStateBytes) {
			c.nearby = compact(ev.Payload)
			m.keep(ev.CharacterName, c)
		}
	case *event.DungeonMap:
		if body.Landblock != "" && m.fits(ev, maxMapBytes) {
			m.forget("map", m.maps.put(body.Landblock, compact(ev.Payload), len(ev.Payload)))
		}
	case *event.Share:
		m.rememberShare(ev, body)
	}
}

// rememberQuest files a timer under its quest; one without a name says nothing.
func (m *Memory) rememberQuest(ev *event.Event, q *event.Quest) {
	name := strings.TrimSpace(q.QuestName.V)
	size := len(name) + len(q.Countdown.V)
	if name == "" {
		return
	}
	if size > maxQuestBytes {
		m.tooLarge.WithLabelValues(string(ev.Family)).Inc()
		return
	}
	c := m.character(ev.CharacterName)
	m.forget("quest", c.quests.put(name, QuestTimer{Countdown: q.Countdown, Updated: ev.Timestamp}, size))
	m.keep(ev.CharacterName, c)
}

func (m *Memory) rememberShare(ev *event.Event, s *event.Share) {
	if !m.fits(ev, maxShareBytes) {
		return
	}
	c := m.character(ev.CharacterName)
	m.forget("share", c.shares.put(s.Suffix, share{compact(ev.Payload), ev.ReceivedAt}, len(ev.Payload)+len(s.Suffix)))
	m.keep(ev.CharacterName, c)
}

// character is what is remembered of one, which may be nothing yet.
func (m *Memory) character(name string) *remembered {
	if c, known := m.characters.get(name); known {
		return c
	}
	return &remembered{
		quests: newRecent[string, QuestTimer](maxQuests, maxQuests*maxQuestBytes),
		shares: newRecent[string, share](maxSuffixes, maxSuffixes*maxShareBytes),
	}
}

// keep files a character that changed, and forgets others if there is no room.
func (m *Memory) keep(name string, c *remembered) {
	m.forget("character", m.characters.put(name, c, c.bytes()))
}

func (c *remembered) bytes() int {
	return rememberedBytes + c.chat.bytes + c.quests.bytes + c.shares.bytes + len(c.cantrips) + len(c.nearby)
}

// fits tells whether an event is small enough to be kept, and counts it if not.
func (m *Memory) fits(ev *event.Event, most int) bool {
	if len(ev.Payload) <= most {
		return true
	}
	m.tooLarge.WithLabelValues(string(ev.Family)).Inc()
	return false
}

func (m *Memory) forget(what string, times int) {
	if times > 0 {
		m.forgotten.WithLabelValues(what).Add(float64(times))
	}
}

// compact is a payload that does not hold on to a much larger frame: one full of
// blanks, for instance.
func compact(payload []byte) []byte {
	if cap(payload)-len(payload) > 256 {
		return bytes.Clone(payload)
	}
	return payload
}
