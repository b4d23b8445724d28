package live

import (
	"encoding/json"
	"slices"
	"strings"

	"overlord/store/fault"
)

// Bounds of one subscription. They are far above what a browser needs, and keep
// what one socket makes the hub compare small.
const (
	MaxTypes      = 256 // entries of "types"
	MaxCharacters = 256 // entries of "characters"
	MaxNameBytes  = 256 // of one entry: a character's name has 64 characters at most
)

// subscription is what one socket wants to hear, in its one canonical form.
type subscription struct {
	everything bool                // every topic
	exact      map[string]struct{} // else these
	prefixes   []string            // and those that begin so

	everyone   bool                // every character
	characters map[string]struct{} // else these, and messages without one

	batch bool // array frames

	// understood is the answer to the subscription. Equal subscriptions have
	// equal answers: it is also the key of their group.
	understood []byte
}

// typeLists are the members under which the list of types is accepted.
var typeLists = [...]string{"types", "message_types", "events", "topics"}

// everything is the subscription of a socket that has sent none.
func everything() *subscription {
	sub, _ := parseSubscription(nil) // nothing that could be wrong
	return sub
}

// parseSubscription reads the members of a subscribe message. An absent list, or
// null, is everything; an empty one is nothing. Its errors are fault.Invalid.
func parseSubscription(members map[string]json.RawMessage) (*subscription, error) {
	types, err := nameList(members, MaxTypes, typeLists[:]...)
	if err != nil {
		return nil, err
	}
	characters, err := nameList(members, MaxCharacters, "characters")
	if err != nil {
		return nil, err
	}
	sub := &subscription{}
	if raw, ok := members["batch"]; ok && json.Unmarshal(raw, &sub.batch) != nil {
		return nil, fault.New(fault.Invalid, `"batch" is true or false`).WithField("batch")
	}
	if types, err = sub.narrowTypes(types); err != nil {
		return nil, err
	}
	sub.narrowCharacters(characters)
	sub.understood, err = json.Marshal(struct {
		Type       string   `json:"type"`
		Types      []string `json:"types"`
		Characters []string `json:"characters"`
		Batch      bool     `json:"batch"`
	}{"subscribed", types, characters, sub.batch})
	return sub, err
}

// nameList is the first list under one of the names that is not null, sorted
// and without doubles; nil where there is none.
func nameList(members map[string]json.RawMessage, atMost int, names ...string) ([]string, error) {
	for _, name := range names {
		raw, ok := members[name]
		if !ok || string(raw) == "null" {
			continue
		}
		list := []string{}
		if json.Unmarshal(raw, &list) != nil {
			return nil, fault.New(fault.Invalid, "%q is a list of names, or null for all", name).WithField(name)
		}
		if len(list) > atMost {
			return nil, fault.New(fault.TooLarge, "%q has %d entries, %d at most", name, len(list), atMost).WithField(name)
		}
		for i := range list {
			list[i] = strings.TrimSpace(list[i])
			if list[i] == "" || len(list[i]) > MaxNameBytes {
				return nil, fault.New(fault.Invalid, "entry %d of %q is empty or longer than %d bytes", i+1, name, MaxNameBytes).WithField(name)
			}
		}
		slices.Sort(list)
		return slices.Compact(list), nil
	}
	return nil, nil
}

// narrowTypes takes the types that it is given and returns their canonical form.
func (sub *subscription) narrowTypes(types []string) ([]string, error) {
	for _, name := range types {
		prefix, isPrefix := strings.CutSuffix(name, "*")
		if strings.Contains(prefix, "*") {
			return nil, fault.New(fault.Invalid, "a * stands only at the end of a type, not as in %q", name).WithField("types")
		}
		if isPrefix {
			sub.prefixes = append(sub.prefixes, prefix)
		}
	}
	sub.everything = types == nil || slices.Contains(sub.prefixes, "")
	if sub.everything {
		sub.prefixes = nil
		return nil, nil
	}
	types = slices.DeleteFunc(types, sub.isCovered)
	sub.prefixes = nil
	sub.exact = make(map[string]struct{}, len(types))
	for _, name := range types {
		if prefix, isPrefix := strings.CutSuffix(name, "*"); isPrefix {
			sub.prefixes = append(sub.prefixes, prefix)
		} else {
			sub.exact[name] = struct{}{}
		}
	}
	return types, nil
}

// isCovered tells whether another entry's prefix says all that name says.
func (sub *subscription) isCovered(name string) bool {
	own, isPrefix := strings.CutSuffix(name, "*")
	return slices.ContainsFunc(sub.prefixes, func(prefix string) bool {
		return strings.HasPrefix(own, prefix) && !(isPrefix && own == prefix)
	})
}

func (sub *subscription) narrowCharacters(names []string) {
	sub.everyone = names == nil
	if sub.everyone {
		return
	}
	sub.characters = make(map[string]struct{}, len(names))
	for _, name := range names {
		sub.characters[name] = struct{}{}
	}
}

// matches tells whether a message is wanted.
func (sub *subscription) matches(m Message) bool {
	return sub.wantsCharacter(m.CharacterName) && sub.wantsTopic(m.Topic)
}

func (sub *subscription) wantsCharacter(name string) bool {
	if sub.everyone || name == "" {
		return true
	}
	_, ok := sub.characters[name]
	return ok
}

func (sub *subscription) wantsTopic(topic string) bool {
	if sub.everything {
		return true
	}
	if _, ok := sub.exact[topic]; ok {
		return true
	}
	for _, prefix := range sub.prefixes {
		if strings.HasPrefix(topic, prefix) {
			return true
		}
	}
	return false
}
