package solve

import (
	"context"
	"fmt"
)

// InvalidError is a request or a piece that breaks the rules of its fields.
type InvalidError struct {
	Field  string // as in the Go type: "Request.Cantrips[2].Weight", "Pieces[17].AL"
	Reason string
}

// Error names the field and what is wrong with it.
func (e *InvalidError) Error() string { return fmt.Sprintf("%s: %s", e.Field, e.Reason) }

// Solver is the signature of Solve, for those who hold solvers against each other.
type Solver func(ctx context.Context, p *Problem, o Options) (*Result, error)

// Solve finds the best suits of a problem. The error is an *InvalidError; running
// into a limit is none, but stands in the result. The answer of a search that no
// limit ended depends on the problem alone, not on the order of its pieces, nor on
// the number of workers.
func Solve(ctx context.Context, p *Problem, o Options) (*Result, error) {
	r := &runner{meter: newMeter(ctx, o)}
	r.meter.trace("start")
	if err := p.Validate(); err != nil {
		return nil, err
	}
	r.meter.trace("valid")
	r.m = newModel(p, 0, o.Workers)
	r.meter.trace("model")
	return r.run(), nil
}
