package solvetest_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
	"overlord/suitbuilder/solve/solvetest"
)

// mipTime is how much time of a processor the MIP solver may take for one goal of a
// problem: longer ones are said not to be done. It stops by itself after that; the
// patience is for one that does not.
const (
	mipTime     = 60 * time.Second
	mipPatience = 15 * time.Minute
)

var errMIPTime = errors.New("the MIP solver is not done in time")

// needMIP finds the MIP solver, or ends the test: where all tests must run, it
// fails.
func needMIP(tb testing.TB) string {
	tb.Helper()
	path, err := exec.LookPath("cbc")
	if err != nil && os.Getenv("CI") != "" {
		tb.Fatal("the MIP solver cbc is missing (Debian: coinor-cbc)")
	}
	if err != nil {
		tb.Skip("the MIP solver cbc is missing (Debian: coinor-cbc)")
	}
	return path
}

// term is a factor and a variable; expression a sum of them and a constant.
type term struct {
	factor   int64
	variable string
}

type expression struct {
	terms    []term
	constant int64
}

func (e *expression) add(factor int64, variable string) {
	if factor != 0 {
		e.terms = append(e.terms, term{factor, variable})
	}
}

// row is an expression that is held against a number.
type row struct {
	expression
	sign  string // <=, >= or =
	right int64
}

// choice is a variable of the program: a piece worn in one way.
type choice struct {
	variable string
	worn     solve.Worn
	coverage int32
}

// program is a suit problem as a linear program with integer variables, written
// from the rules alone.
type program struct {
	problem *solve.Problem
	choices []choice
	rows    []row
	bounds  []string
	general []string
}

// newProgram writes down what holds for every suit.
func newProgram(p *solve.Problem) *program {
	m := &program{problem: p}
	r := &p.Request
	for i := range p.Pieces {
		piece := &p.Pieces[i]
		if !wearable(p, piece) {
			continue
		}
		for j, way := range check.Ways(piece, r) {
			m.choices = append(m.choices, choice{
				fmt.Sprintf("x%d_%d", i, j), solve.Worn{Piece: i, ItemID: piece.ItemID, Owner: piece.Owner, Slots: way.Slots, Reduced: way.Reduced}, way.Coverage,
			})
		}
	}
	items := map[int64]*row{}
	for _, c := range m.choices {
		if items[c.worn.ItemID] == nil {
			items[c.worn.ItemID] = &row{sign: "<=", right: 1}
		}
		items[c.worn.ItemID].add(1, c.variable)
	}
	for _, once := range items {
		m.rows = append(m.rows, *once)
	}
	for bit := range 32 {
		m.atMostOne(func(c choice) bool { return c.worn.Slots>>bit&1 != 0 })
		m.atMostOne(func(c choice) bool { return uint32(c.coverage)>>bit&1 != 0 })
	}
	m.demand()
	return m
}

// wearable leaves out what may not be worn whatever else is.
func wearable(p *solve.Problem, piece *solve.Piece) bool {
	alone := solve.Problem{Pieces: []solve.Piece{*piece}, Request: solve.Request{
		Slots: solve.AllSlots, SetMode: p.Request.SetMode, PrimarySet: p.Request.PrimarySet, SecondarySet: p.Request.SecondarySet,
		Excluded: p.Request.Excluded, ForbidCritDamage: p.Request.ForbidCritDamage, ClothingMinDamage: p.Request.ClothingMinDamage,
	}}
	if alone.Request.SetMode == solve.Require {
		alone.Request.SetMode = solve.Prefer
	}
	ways := check.Ways(&alone.Pieces[0], &alone.Request)
	if len(ways) == 0 {
		return false
	}
	alone.Request.Locked = []solve.Lock{{ItemID: piece.ItemID, Owner: piece.Owner}} // it need not improve anything
	s := solve.Suit{Worn: []solve.Worn{{ItemID: piece.ItemID, Owner: piece.Owner, Slots: ways[0].Slots, Reduced: ways[0].Reduced}}}
	s.Score = check.Score(&alone, s.Worn)
	return check.Suit(&alone, &s) == nil
}

// where sums a number over the choices.
func (m *program) where(of func(choice) int64) (e expression) {
	for _, c := range m.choices {
		e.add(of(c), c.variable)
	}
	return e
}

func (m *program) atMostOne(of func(choice) bool) {
	e := m.where(func(c choice) int64 { return number(of(c)) })
	if len(e.terms) > 1 {
		m.rows = append(m.rows, row{e, "<=", 1})
	}
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func (m *program) piece(c choice) *solve.Piece { return &m.problem.Pieces[c.worn.Piece] }

func (m *program) offering(w solve.Wanted) expression {
	return m.where(func(c choice) int64 {
		return number(slices.ContainsFunc(m.piece(c).Cantrips, func(have solve.Cantrip) bool { return have.Family == w.Family && have.Tier >= w.Tier }))
	})
}

func (m *program) ofSet(id int32) expression {
	return m.where(func(c choice) int64 { return number(id != 0 && m.piece(c).Set == id) })
}

// demand writes down what the request insists on.
func (m *program) demand() {
	r := &m.problem.Request
	for _, l := range r.Locked {
		m.rows = append(m.rows, row{m.where(func(c choice) int64 {
			return number(c.worn.ItemID == l.ItemID && c.worn.Owner == l.Owner && l.Slots&^c.worn.Slots == 0)
		}), ">=", 1})
	}
	for _, w := range r.Cantrips {
		if w.Required {
			m.rows = append(m.rows, row{m.offering(w), ">=", 1})
		}
	}
	if r.SetMode == solve.Require {
		m.rows = append(m.rows, row{m.ofSet(r.PrimarySet), ">=", int64(r.PrimaryCount)}, row{m.ofSet(r.SecondarySet), ">=", int64(r.SecondaryCount)})
	}
	for i, least := range r.Min {
		m.rows = append(m.rows, row{m.criterion(least.Of, fmt.Sprint("m", i)), ">=", least.Value})
	}
}

// criterion is an expression for a criterion, with variables of its own where it
// needs them; they begin with a name of its own.
func (m *program) criterion(c solve.Criterion, own string) (e expression) {
	r := &m.problem.Request
	switch c {
	case solve.ByCantrips:
		return m.cantrips(own, func(w solve.Wanted) int64 { return w.Weight })
	case solve.BySetPieces:
		e.add(1, m.upTo(own+"p", m.ofSet(r.PrimarySet), int64(r.PrimaryCount)))
		e.add(1, m.upTo(own+"s", m.ofSet(r.SecondarySet), int64(r.SecondaryCount)))
		return e
	case solve.ByFewestOwners:
		return m.owners(own)
	case solve.ByClassic:
		return m.classic(own)
	}
	return m.where(func(c2 choice) int64 { return m.alone(c2, c) })
}

// alone is what one piece adds to a criterion that is a sum.
func (m *program) alone(c choice, of solve.Criterion) int64 {
	one := solve.Problem{Pieces: m.problem.Pieces, Request: solve.Request{Objective: []solve.Criterion{of}}}
	return check.Score(&one, []solve.Worn{c.worn})[0]
}

// upTo is a variable of at most an expression, and at most a number.
func (m *program) upTo(name string, e expression, most int64) string {
	e.terms = slices.Clone(e.terms)
	e.add(-1, name)
	m.rows = append(m.rows, row{e, ">=", 0})
	m.bounds = append(m.bounds, fmt.Sprintf("0 <= %s <= %d", name, most))
	return name
}

func (m *program) cantrips(own string, weight func(solve.Wanted) int64) (e expression) {
	for i, w := range m.problem.Request.Cantrips {
		e.add(weight(w), m.upTo(fmt.Sprintf("%sc%d", own, i), m.offering(w), 1))
	}
	return e
}

func (m *program) owners(own string) (e expression) {
	names := map[string]string{m.problem.Request.Target: ""}
	for _, c := range m.choices {
		name, known := names[c.worn.Owner]
		if !known {
			name = fmt.Sprintf("%so%d", own, len(names))
			names[c.worn.Owner] = name
			e.add(1, name)
			m.bounds = append(m.bounds, "0 <= "+name+" <= 1")
		}
		if name != "" {
			m.rows = append(m.rows, row{expression{terms: []term{{1, name}, {-1, c.variable}}}, ">=", 0})
		}
	}
	return e
}

func (m *program) classic(own string) expression {
	r := &m.problem.Request
	e := m.cantrips(own, func(solve.Wanted) int64 { return 100 })
	for i, s := range []struct {
		id    int32
		count int
	}{{r.PrimarySet, r.PrimaryCount}, {r.SecondarySet, r.SecondaryCount}} {
		if s.id == 0 {
			continue
		}
		name := fmt.Sprintf("%ss%d", own, i)
		e.constant -= 200 * int64(s.count)
		e.add(200, m.upTo(name, m.ofSet(s.id), int64(s.count)))
		m.bounds = append(m.bounds, fmt.Sprintf("0 <= %sf <= 1", name))
		m.general = append(m.general, name+"f")
		m.rows = append(m.rows, row{expression{terms: []term{{1, name}, {-int64(s.count), name + "f"}}}, ">=", 0})
		e.add(1000, name+"f")
	}
	al := m.where(func(c choice) int64 { return max(m.piece(c).AL, 0) })
	al.add(-100, own+"al")
	m.rows = append(m.rows, row{al, ">=", 0})
	m.general = append(m.general, own+"al")
	e.add(1, own+"al")
	for _, c := range m.choices { // what a piece brings by itself: 5 and its rating, without its AL
		bare := *m.piece(c)
		bare.AL = 0
		one := solve.Problem{Pieces: []solve.Piece{bare}, Request: solve.Request{Objective: []solve.Criterion{solve.ByClassic}}}
		e.add(check.Score(&one, []solve.Worn{{}})[0], c.variable)
	}
	return e
}

// write writes the program in the LP format, one term a line.
func (m *program) write(w io.Writer, goal expression, lower bool) error {
	b := bufio.NewWriter(w)
	sense := "Maximize"
	if lower {
		sense = "Minimize"
	}
	fmt.Fprintf(b, "%s\n obj:\n", sense)
	writeTerms(b, goal)
	fmt.Fprintln(b, "Subject To")
	for i, r := range m.rows {
		if len(r.terms) == 0 {
			continue // held against its number before
		}
		fmt.Fprintf(b, " r%d:\n", i)
		writeTerms(b, r.expression)
		fmt.Fprintf(b, " %s %d\n", r.sign, r.right-r.constant)
	}
	fmt.Fprintln(b, "Bounds")
	for _, bound := range m.bounds {
		fmt.Fprintln(b, "", bound)
	}
	if len(m.general) > 0 {
		fmt.Fprintln(b, "Generals\n", strings.Join(m.general, "\n "))
	}
	fmt.Fprintln(b, "Binaries")
	for _, c := range m.choices {
		fmt.Fprintln(b, "", c.variable)
	}
	fmt.Fprintln(b, "End")
	return b.Flush()
}

func writeTerms(b *bufio.Writer, e expression) {
	for _, t := range e.terms {
		fmt.Fprintf(b, " %+d %s\n", t.factor, t.variable)
	}
}

// never tells whether a row without variables does not hold.
func (m *program) never() bool {
	return slices.ContainsFunc(m.rows, func(r row) bool {
		return len(r.terms) == 0 && (r.sign == ">=" && r.constant < r.right || r.sign == "<=" && r.constant > r.right)
	})
}

// optimum solves a problem criterion by criterion, each with the optima of those
// before it. It is nil where no suit is feasible.
func optimum(ctx context.Context, cbc string, dir string, p *solve.Problem) ([]int64, error) {
	m := newProgram(p)
	if m.never() {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, mipPatience)
	defer cancel()
	best := []int64{}
	for i, c := range check.Objective(&p.Request) {
		goal := m.criterion(c, fmt.Sprint("v", i))
		lower := c == solve.ByFewestOwners || c == solve.ByFewestReductions
		worn, feasible, err := m.run(ctx, cbc, dir, goal, lower)
		if err != nil || !feasible {
			return nil, err
		}
		value := check.Score(p, worn)[i]
		best = append(best, value)
		sign := ">="
		if lower {
			sign = "<="
		}
		if len(goal.terms) > 0 {
			m.rows = append(m.rows, row{goal, sign, value})
		}
	}
	return best, nil
}

// run lets the MIP solver find the best for one goal.
func (m *program) run(ctx context.Context, cbc, dir string, goal expression, lower bool) (worn []solve.Worn, feasible bool, err error) {
	if len(m.choices) == 0 {
		return nil, true, nil
	}
	if len(goal.terms) == 0 {
		goal.terms = []term{{0, m.choices[0].variable}}
	}
	lp, solution := filepath.Join(dir, "suit.lp"), filepath.Join(dir, "suit.sol")
	file, err := os.Create(lp)
	if err != nil {
		return nil, false, err
	}
	if err := errors.Join(m.write(file, goal, lower), file.Close()); err != nil {
		return nil, false, err
	}
	_ = os.Remove(solution) // of the goal before
	out, err := exec.CommandContext(ctx, cbc, lp, "-timeMode", "cpu", "-sec", strconv.Itoa(int(mipTime.Seconds())), "-ratioGap", "0", "-allowableGap", "0", "-solve", "-solution", solution).CombinedOutput()
	if ctx.Err() != nil {
		return nil, false, errMIPTime
	}
	if err != nil {
		return nil, false, fmt.Errorf("cbc: %w\n%s", err, out)
	}
	text, err := os.ReadFile(solution)
	if err != nil {
		return nil, false, fmt.Errorf("%w\n%s", err, out)
	}
	return m.read(text)
}

// read reads the solution's file: a line with the outcome, then the variables that
// are not zero.
func (m *program) read(text []byte) (worn []solve.Worn, feasible bool, err error) {
	head, rest, _ := bytes.Cut(text, []byte("\n"))
	switch {
	case bytes.HasPrefix(head, []byte("Infeasible")), bytes.HasPrefix(head, []byte("Integer infeasible")):
		return nil, false, nil
	case bytes.HasPrefix(head, []byte("Stopped on time")):
		return nil, false, errMIPTime
	case !bytes.HasPrefix(head, []byte("Optimal")):
		return nil, false, fmt.Errorf("cbc says %q", head)
	}
	values := map[string]float64{}
	for line := range strings.Lines(string(rest)) {
		fields := strings.Fields(strings.TrimPrefix(line, "**"))
		if len(fields) < 3 {
			continue
		}
		if values[fields[1]], err = strconv.ParseFloat(fields[2], 64); err != nil {
			return nil, false, err
		}
	}
	for _, c := range m.choices {
		if values[c.variable] > 0.5 {
			worn = append(worn, c.worn)
		}
	}
	return worn, true, nil
}

// The linear program is right where the brute force can tell.
func TestMIPAgainstBruteForce(t *testing.T) {
	t.Parallel()
	cbc, dir := needMIP(t), t.TempDir()
	for seed := range uint64(cases(40, 400)) {
		p := solvetest.Small(seeded(9000+seed), 12)
		got, err := optimum(t.Context(), cbc, dir, p)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, solvetest.Code(p))
		}
		var want []int64
		if suits := solvetest.Brute(p); len(suits) > 0 {
			want = suits[0].Score
		}
		if !slices.Equal(got, want) {
			t.Errorf("seed %d: the MIP solver finds %v, the brute force %v\n%s", seed, got, want, solvetest.Code(p))
		}
	}
}
