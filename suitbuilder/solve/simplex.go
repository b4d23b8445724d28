package solve

import "math"

// simplex is a linear program, maximise cost · x where the rows hold as equations
// and x is not negative, solved by a revised simplex with a dense inverse of the
// basis. Columns may be added to a solved one. It works in floats: its answers guide
// the search and prove nothing.
type simplex struct {
	m     int
	rows  [][]int16
	vals  [][]float64
	cost  []float64
	basis []int
	inv   []float64 // m × m, by rows
	x     []float64 // of the basic columns
	y     []float64 // duals
	work  []float64
	pivot int // made in all
}

const (
	epsReduced = 1e-7
	epsPivot   = 1e-9
)

func newSimplex(m int) *simplex {
	return &simplex{m: m, x: make([]float64, m), y: make([]float64, m), work: make([]float64, m), inv: make([]float64, m*m), basis: make([]int, m)}
}

func (s *simplex) add(cost float64, rows []int16, vals []float64) int {
	s.rows = append(s.rows, rows)
	s.vals = append(s.vals, vals)
	s.cost = append(s.cost, cost)
	return len(s.cost) - 1
}

// start inverts the basis that was put into s.basis and computes x and y. It says
// false where the basis is singular or no vertex.
func (s *simplex) start(rhs []float64) bool {
	m := s.m
	a := make([]float64, m*m)
	for i, col := range s.basis {
		for k, r := range s.rows[col] {
			a[int(r)*m+i] += s.vals[col][k]
		}
	}
	if !invert(a, s.inv, m) {
		return false
	}
	clear(s.y)
	for i := range m {
		row := s.inv[i*m : i*m+m]
		s.x[i] = 0
		for k, v := range row {
			s.x[i] += v * rhs[k]
		}
		if s.x[i] < -1e-6 {
			return false
		}
		if c := s.cost[s.basis[i]]; c != 0 {
			for k, v := range row {
				s.y[k] += c * v
			}
		}
	}
	return true
}

// invert is Gauss and Jordan with pivots by rows; most rows are unit vectors.
func invert(a, inv []float64, m int) bool {
	clear(inv)
	for i := range m {
		inv[i*m+i] = 1
	}
	for c := range m {
		best := c
		for r := c + 1; r < m; r++ {
			if math.Abs(a[r*m+c]) > math.Abs(a[best*m+c]) {
				best = r
			}
		}
		if math.Abs(a[best*m+c]) < epsPivot {
			return false
		}
		if best != c {
			for k := range m {
				a[best*m+k], a[c*m+k] = a[c*m+k], a[best*m+k]
				inv[best*m+k], inv[c*m+k] = inv[c*m+k], inv[best*m+k]
			}
		}
		if p := a[c*m+c]; p != 1 {
			for k := range m {
				a[c*m+k] /= p
				inv[c*m+k] /= p
			}
		}
		for r := range m {
			f := a[r*m+c]
			if r == c || f == 0 {
				continue
			}
			for k := range m {
				a[r*m+k] -= f * a[c*m+k]
				inv[r*m+k] -= f * inv[c*m+k]
			}
		}
	}
	return true
}

// optimize pivots until no column improves, or the limit is reached.
func (s *simplex) optimize(limit int) {
	for range limit {
		enter, gain := s.price()
		if enter < 0 || !s.enter(enter, gain) {
			return
		}
	}
}

func (s *simplex) price() (enter int, gain float64) {
	enter, gain = -1, epsReduced
	for j, rows := range s.rows {
		d := s.cost[j]
		vals := s.vals[j]
		for k, r := range rows {
			d -= s.y[r] * vals[k]
		}
		if d > gain {
			enter, gain = j, d
		}
	}
	return enter, gain
}

// enter brings a column into the basis; false where it is unbounded, which only
// happens for want of digits.
func (s *simplex) enter(j int, gain float64) bool {
	m := s.m
	col := s.work
	for i := range m {
		row := s.inv[i*m : i*m+m]
		v := 0.0
		for k, r := range s.rows[j] {
			v += row[r] * s.vals[j][k]
		}
		col[i] = v
	}
	leave, step := -1, math.Inf(1)
	for i, v := range col {
		if v <= epsPivot {
			continue
		}
		if t := s.x[i] / v; t < step-1e-12 || t <= step && leave >= 0 && v > col[leave] {
			leave, step = i, t
		}
	}
	if leave < 0 {
		return false
	}
	step = max(step, 0)
	pivotRow := s.inv[leave*m : leave*m+m]
	p := 1 / col[leave]
	for k := range pivotRow {
		pivotRow[k] *= p
	}
	for i := range m {
		if f := col[i]; i != leave && f != 0 {
			row := s.inv[i*m : i*m+m]
			for k, v := range pivotRow {
				row[k] -= f * v
			}
			s.x[i] -= f * step
		}
	}
	s.x[leave] = step
	s.basis[leave] = j
	for k, v := range pivotRow {
		s.y[k] += gain * v
	}
	s.pivot++
	return true
}

// objective is the value of the vertex.
func (s *simplex) objective() float64 {
	sum := 0.0
	for i, col := range s.basis {
		sum += s.cost[col] * s.x[i]
	}
	return sum
}
