package simulate

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Stats is what a Runner did so far.
type Stats struct {
	Connected   int              // sockets open now
	Connects    int64            // sockets opened so far
	Lost        int64            // sockets that the server or the network ended
	Sent        int64            // frames, registers included
	Bytes       int64            // of them
	Missed      int64            // events that happened while a socket was away
	Families    map[string]int64 // frames sent, by family
	Shared      int64            // other plugins' events that were relayed here
	Commands    int64            // browsers' commands
	MapRequests int64
	Complaints  map[string]int64 // error messages, by code
	Strange     int64            // messages that the contract does not know
}

// board collects Stats, and prints.
type board struct {
	mu  sync.Mutex // also of out, which is written to line by line
	s   Stats
	out io.Writer
}

func newBoard(out io.Writer) *board {
	return &board{out: out, s: Stats{Families: map[string]int64{}, Complaints: map[string]int64{}}}
}

// printf writes one line.
func (b *board) printf(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	fmt.Fprintf(b.out, format+"\n", args...)
}

func (b *board) change(f func(s *Stats)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f(&b.s)
}

func (b *board) sent(events []Event) {
	b.change(func(s *Stats) {
		for _, e := range events {
			s.Sent++
			s.Bytes += int64(len(e.Frame))
			s.Families[e.Type]++
		}
	})
}

// complain counts an error message and shows the first of its code.
func (b *board) complain(in incoming) {
	first := false
	b.change(func(s *Stats) {
		s.Complaints[in.Code]++
		first = s.Complaints[in.Code] == 1
	})
	if first {
		b.printf("the server answers %q (%s): %s", in.Code, in.EventType, in.Message)
	}
}

// snapshot is a copy that nobody changes.
func (b *board) snapshot() Stats {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.s
	s.Families, s.Complaints = maps.Clone(s.Families), maps.Clone(s.Complaints)
	return s
}

// line is the news since an earlier snapshot, for the terminal.
func (s Stats) line(before Stats, passed time.Duration) string {
	rate := 0.0
	if passed > 0 {
		rate = float64(s.Sent-before.Sent) / passed.Seconds()
	}
	text := fmt.Sprintf("%d connected, %s sent (%.1f a second)", s.Connected, grouped(s.Sent, ","), rate)
	for _, n := range []struct {
		count int64
		what  string
	}{{s.Missed, "missed"}, {s.Lost, "connections lost"}, {s.complaints(), "errors answered"}, {s.Commands, "commands"}, {s.MapRequests, "maps asked for"}, {s.Shared, "shared"}} {
		if n.count > 0 {
			text += ", " + grouped(n.count, ",") + " " + n.what
		}
	}
	return text
}

func (s Stats) complaints() int64 {
	sum := int64(0)
	for _, n := range s.Complaints {
		sum += n
	}
	return sum
}

// families lists what was sent, the most frequent first.
func (s Stats) families() string {
	names := slices.SortedFunc(maps.Keys(s.Families), func(a, b string) int {
		return cmp.Or(cmp.Compare(s.Families[b], s.Families[a]), cmp.Compare(a, b))
	})
	for i, name := range names {
		names[i] = name + " " + grouped(s.Families[name], ",")
	}
	return strings.Join(names, ", ")
}
