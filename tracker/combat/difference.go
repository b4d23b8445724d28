package combat

import "strings"

// Difference is what a lifetime has beyond the sum of its sessions: summed up
// with them it gives no leaf less than the lifetime has. nil where they have all
// of it. The arguments stay as they are.
func Difference(lifetime, sum Report) Report {
	out := Report{}
	for name, v := range lifetime {
		if d := beyond(name, v, sum[name]); d != nil {
			out[name] = d
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// beyond is what one member has beyond the other, or nil.
func beyond(name string, lifetime, sum any) any {
	switch v := lifetime.(type) {
	case map[string]any:
		if d := Difference(v, object(sum)); d != nil {
			return map[string]any(d)
		}
		return nil
	case float64:
		switch {
		case v <= number(sum):
			return nil
		case strings.HasPrefix(name, maxPrefix):
			return v
		}
		return v - number(sum)
	}
	if sum != nil {
		return nil
	}
	return lifetime
}
