package tracker

import (
	"strconv"
	"strings"
	"time"
)

// where collects the conditions of a statement together with their values. The
// texts of the conditions are this program's own; what callers give is a value.
type where struct {
	conditions []string
	args       []any
}

// and adds a condition, in which each $ stands for the next of the values.
func (w *where) and(condition string, values ...any) {
	var b strings.Builder
	for _, part := range strings.SplitAfter(condition, "$") {
		b.WriteString(part)
		if strings.HasSuffix(part, "$") {
			w.args = append(w.args, values[0])
			values = values[1:]
			b.WriteString(strconv.Itoa(len(w.args)))
		}
	}
	w.conditions = append(w.conditions, b.String())
}

// arg adds a value that stands outside of the conditions.
func (w *where) arg(value any) string {
	w.args = append(w.args, value)
	return "$" + strconv.Itoa(len(w.args))
}

// span narrows to timestamps from from on and before to; nil does not narrow.
func (w *where) span(from, to *time.Time) {
	if from != nil {
		w.and(`"timestamp" >= $`, *from)
	}
	if to != nil {
		w.and(`"timestamp" < $`, *to)
	}
}

// String is the clause; empty without conditions.
func (w *where) String() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return "where " + strings.Join(w.conditions, " and ")
}
