package tracker

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"overlord/tracker/event"
)

// QuestTimer is what a character's plugin told of a quest last.
type QuestTimer struct {
	Countdown event.Opt[string] `json:"countdown"` // as the game says it: "3d 4h 12m"
	Updated   time.Time         `json:"updated"`   // the report's timestamp
}

// Peer is what a character shares with others.
type Peer struct {
	CharacterName   string                     `json:"character_name"`
	PluginConnected bool                       `json:"plugin_connected"`
	Updated         time.Time                  `json:"updated"` // when the last share came
	Shares          map[string]json.RawMessage `json:"shares"`  // by type: the latest event
}

// Vitals lists the vitals of all characters, by name.
func (m *Memory) Vitals() []VitalsNow {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := []VitalsNow{}
	for _, c := range m.characters.all() {
		if c.vitals != nil {
			list = append(list, *c.vitals)
		}
	}
	slices.SortFunc(list, func(a, b VitalsNow) int { return cmp.Compare(a.CharacterName, b.CharacterName) })
	return list
}

// Quests are the timers of all characters, by character and quest.
func (m *Memory) Quests() map[string]map[string]QuestTimer {
	m.mu.Lock()
	defer m.mu.Unlock()
	found := map[string]map[string]QuestTimer{}
	for name, c := range m.characters.all() {
		timers := map[string]QuestTimer{}
		for quest, timer := range c.quests.all() {
			timers[quest] = timer
		}
		if len(timers) > 0 {
			found[name] = timers
		}
	}
	return found
}

// Peers lists what the characters share, by name. Whether a plugin speaks for
// them is not in it.
func (m *Memory) Peers() []Peer {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := []Peer{}
	for name, c := range m.characters.all() {
		p := Peer{CharacterName: name, Shares: map[string]json.RawMessage{}}
		for suffix, s := range c.shares.all() {
			p.Shares[event.SharePrefix+suffix] = s.payload
			if s.receivedAt.After(p.Updated) {
				p.Updated = s.receivedAt
			}
		}
		if len(p.Shares) > 0 {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b Peer) int { return cmp.Compare(a.CharacterName, b.CharacterName) })
	return list
}

// NearbyObjects is the character's latest event of its surroundings; nil: none.
func (m *Memory) NearbyObjects(character string) []byte {
	return m.of(character, func(c *remembered) []byte { return c.nearby })
}

// EquipmentCantrips is the character's latest event of its equipment's spells;
// nil: none.
func (m *Memory) EquipmentCantrips(character string) []byte {
	return m.of(character, func(c *remembered) []byte { return c.cantrips })
}

func (m *Memory) of(character string, part func(*remembered) []byte) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, known := m.characters.get(character)
	if !known {
		return nil
	}
	return part(c)
}

// DungeonMap is the event with a landblock's map; nil: none is kept.
func (m *Memory) DungeonMap(block event.Landblock) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	found, _ := m.maps.use(block)
	return found
}

var (
	memoryCharactersDesc = prometheus.NewDesc("overlord_memory_characters", "Characters of whom something is kept in memory.", nil, nil)
	memoryBytesDesc      = prometheus.NewDesc("overlord_memory_bytes", "Size of what is kept in memory of characters and maps.", nil, nil)
)

// Describe implements prometheus.Collector.
func (m *Memory) Describe(out chan<- *prometheus.Desc) {
	out <- memoryCharactersDesc
	out <- memoryBytesDesc
	m.forgotten.Describe(out)
	m.tooLarge.Describe(out)
}

// Collect implements prometheus.Collector.
func (m *Memory) Collect(out chan<- prometheus.Metric) {
	m.mu.Lock()
	characters, size := len(m.characters.byKey), m.characters.bytes+m.maps.bytes
	m.mu.Unlock()
	out <- prometheus.MustNewConstMetric(memoryCharactersDesc, prometheus.GaugeValue, float64(characters))
	out <- prometheus.MustNewConstMetric(memoryBytesDesc, prometheus.GaugeValue, float64(size))
	m.forgotten.Collect(out)
	m.tooLarge.Collect(out)
}
