package solve

// Traced makes a search tell what it does, for tests.
func Traced(o Options, trace func(format string, args ...any)) Options {
	o.trace = trace
	return o
}
