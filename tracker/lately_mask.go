package tracker

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// masked is a payload in which the values of members are hidden that may be
// secrets: no plugin has a reason to send one, and one day one will.
func masked(payload json.RawMessage) json.RawMessage {
	if payload == nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(payload))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil || !mask(v) {
		return payload
	}
	text, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return text
}

// mask hides values in place and tells whether there were any.
func mask(v any) (found bool) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			found = mask(e) || found
		}
	case map[string]any:
		for name, e := range v {
			if mayBeSecret(name) {
				v[name], found = "***", true
				continue
			}
			found = mask(e) || found
		}
	}
	return found
}

func mayBeSecret(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"secret", "password", "passwd", "token", "api_key", "apikey"}, func(part string) bool {
		return strings.Contains(name, part)
	})
}
