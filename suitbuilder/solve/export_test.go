package solve

// Traced makes a search tell what it does, for tests.
func Traced(o Options, trace func(format string, args ...any)) Options {
	o.trace = trace
	return o
}

// Only is a problem with some of its constraints, for tests.
func Only(p *Problem, kept []Constraint) *Problem { return p.only(kept) }

// Constraints lists what can be in the way of any suit, for tests.
func Constraints(p *Problem) []Constraint { return p.constraints() }
