// Package embedded runs a private PostgreSQL for a server that was given no
// database.
//
// Everything of it lies in the folder postgres under the data folder:
//
//	lock             held while a server owns the folder, with its process id
//	data/            PostgreSQL's own data folder, made by initdb
//	run/             the Unix socket, unless its path would be too long
//	postgresql.conf  written anew at each start: initdb's choices, ours, yours
//	pg_hba.conf      written anew at each start: who may connect how
//	local.conf       settings of the user's own; read last, made once
//	postgres.log     what PostgreSQL said, bounded, with one predecessor
//
// PostgreSQL refuses to run as root. A server that is root therefore runs it as
// the owner of data/, or as postgres or nobody; only data/ and run/ belong to
// that user, so that nothing it can write is ever opened by root.
//
// The child is tied to its parent in every direction: it is stopped when the
// parent dies (at once on Linux, at the next start elsewhere), it is started
// again when it dies itself, and what an earlier parent left running is ended
// before a new one begins. No commit is lost in any of these: fsync and
// synchronous_commit are on.
package embedded

import "errors"

// Superuser is the role that owns the private databases and that URL speaks of.
const Superuser = "overlord"

var (
	// ErrRunning says that another process runs the server of this data folder;
	// Attach gives its address.
	ErrRunning = errors.New("the private database is already running")
	// ErrNotRunning says that no process runs the server of this data folder.
	ErrNotRunning = errors.New("the private database is not running")
)
