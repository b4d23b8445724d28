package live

import (
	"slices"
	"time"
)

// stateKey is what state-like messages are coalesced by.
type stateKey struct{ topic, character string }

// state is the newest state-like message of one topic and character.
type state struct {
	key   stateKey
	body  []byte
	since time.Time // when this topic and character began to wait
}

// states are the newest state-like messages, in the order in which their topics
// and characters began to wait.
type states struct {
	list    []state
	at      map[stateKey]int // where in list, plus dropped
	dropped int              // states ever dropped from the front
}

// put keeps m in place of an older message.
func (s *states) put(m Message, now time.Time) {
	key := stateKey{m.Topic, m.CharacterName}
	if at, ok := s.at[key]; ok {
		s.list[at-s.dropped].body = m.Body
		return
	}
	if s.at == nil {
		s.at = map[stateKey]int{}
	}
	s.at[key] = s.dropped + len(s.list)
	s.list = append(s.list, state{key, m.Body, now})
}

// drop forgets the first n.
func (s *states) drop(n int) {
	for _, st := range s.list[:n] {
		delete(s.at, st.key)
	}
	s.list = slices.Delete(s.list, 0, n)
	s.dropped += n
}
