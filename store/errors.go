package store

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// kind is what an error means for a writer.
type kind int

const (
	ours      kind = iota // a mistake in schema, SQL or code: keep the rows, tell somebody
	transient             // the database is away or busy: the same again, later
	data                  // these very rows are refused: find the bad one
)

// verdict is what a code of PostgreSQL means, and why. A code of five
// characters goes before its class of two.
type verdict struct {
	kind kind
	why  string
}

// verdicts is read by verdictOf; see the appendix on error codes in
// PostgreSQL's manual.
func verdictOf(code string) verdict {
	switch code {
	case "25006":
		return verdict{transient, "the database is read-only, as a standby is until it takes over"}
	case "25P03", "25P04", "57P05":
		return verdict{transient, "the server ended a session that stood still"}
	case "3D000":
		return verdict{transient, "the database does not exist yet"}
	case "42501":
		return verdict{ours, "the role lacks a right"}
	case "44000":
		return verdict{data, "a row is outside its view"}
	case "54011", "54023":
		return verdict{ours, "the statement is over a limit of the server"}
	case "55006", "55P03":
		return verdict{transient, "a lock or an object is in use"}
	case "55P02", "55000", "55P04":
		return verdict{ours, "the server is not in the state for this"}
	case "57014":
		return verdict{transient, "the statement took too long and was ended"}
	case "57P01", "57P02", "57P03":
		return verdict{transient, "the server stops, starts or recovers"}
	case "57P04":
		return verdict{transient, "the database was dropped"}
	case "58P01", "58P02":
		return verdict{ours, "a file of the server is missing"}
	case "P0001":
		return verdict{data, "a trigger or function refuses the row"}
	}
	return verdictOfClass(code)
}

func verdictOfClass(code string) verdict {
	switch code[:min(2, len(code))] {
	case "08":
		return verdict{transient, "the connection broke"}
	case "21", "22":
		return verdict{data, "a value does not fit its column"}
	case "23":
		return verdict{data, "a row breaks a constraint"}
	case "28":
		return verdict{transient, "the server does not let us in, as while passwords change"}
	case "40":
		return verdict{transient, "the transaction collided with another"}
	case "53":
		return verdict{transient, "the server lacks memory, disk or connections"}
	case "54":
		return verdict{data, "a value is over a limit of the server"}
	case "57":
		return verdict{transient, "an operator intervened"}
	case "58":
		return verdict{transient, "the server's system failed it"}
	}
	return verdict{ours, "a mistake in the statement or the schema"}
}

// IsTransient tells errors that pass by themselves: the database is away, stops,
// starts, is full or busy, the connection broke, a transaction collided. The
// same work later is the answer. An ended context of the caller's is none of them,
// save for its deadline.
func IsTransient(err error) bool { return classify(err).kind == transient }

// IsData tells errors that are the rows' own fault, so that the same rows fail
// again: a value that does not fit, a broken constraint. Splitting the batch
// finds the bad row.
func IsData(err error) bool { return classify(err).kind == data }

// IsReadOnly tells that the server refused a write of a connection that may only
// read: it is IsTransient, unless that was asked for.
func IsReadOnly(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "25006"
}

// IsForeign tells that the database is not as the statement needs it: a table or a
// column is missing, or may not be read. Its schema is another program's, or not
// made yet.
func IsForeign(err error) bool {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return false
	}
	switch pg.Code {
	case "3F000", "42501", "42703", "42P01":
		return true
	}
	return false
}

// IsNoPartition tells that a partitioned table has none for a row: it is
// IsTransient, and Partitioned.Ensure is what helps.
func IsNoPartition(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && noPartition(pg)
}

// noPartition reads a check violation that names no constraint.
func noPartition(pg *pgconn.PgError) bool {
	return pg.Code == "23514" && pg.ConstraintName == "" && strings.HasPrefix(pg.Message, "no partition of relation")
}

// Reason is a short sentence about why the database failed, for an operator; ""
// for an error that is none of the database's.
func Reason(err error) string { return classify(err).why }

// classify finds the first thing in err's chain that has a meaning.
func classify(err error) verdict {
	if err == nil || errors.Is(err, context.Canceled) {
		return verdict{}
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return classifyServer(pg)
	}
	if v, ok := classifyClient(err); ok {
		return v
	}
	return verdict{}
}

// classifyServer reads the server's answer.
func classifyServer(pg *pgconn.PgError) verdict {
	switch {
	case noPartition(pg):
		return verdict{transient, "the partition for a row is missing"}
	case pg.Code == "57014" && strings.HasPrefix(pg.Message, "COPY from stdin failed"):
		// Our own side broke off: pgx could not write a value in the column's format.
		return verdict{data, "a value does not fit its column"}
	}
	return verdictOf(pg.Code)
}

// classifyClient reads what the driver and the network say.
func classifyClient(err error) (verdict, bool) {
	var network net.Error
	var operation *net.OpError
	var refused *pgconn.ConnectError
	switch {
	case errors.As(err, &refused):
		return verdict{transient, "the database cannot be reached"}, true
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), pgconn.Timeout(err), errors.As(err, &network) && network.Timeout():
		return verdict{transient, "the database did not answer in time"}, true
	case errors.Is(err, pgconn.ErrConnClosed), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), errors.As(err, &operation):
		return verdict{transient, "the connection broke"}, true
	case strings.Contains(err.Error(), "unable to encode"), strings.Contains(err.Error(), "cannot encode"):
		// pgx refuses a value before it is sent; it has no type for that.
		return verdict{data, "a value does not fit its column"}, true
	}
	return verdict{}, false
}
