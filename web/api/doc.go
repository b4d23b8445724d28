// Package api is the kit that every HTTP handler is made of. It knows no module.
//
// A handler is a func(w, r) error. It reads its input with ParseQuery, Path and
// ReadJSON, answers with WriteJSON or WriteStable, and returns every failure.
// Handler turns a failure into the contract's body
//
//	{"error":{"code":"invalid","message":"…","field":"limit"}}
//
// with the status that belongs to its fault.Code, in one place. What the caller
// did wrong is told to the caller; what went wrong here is told to the log, once,
// and the caller gets a request id to quote. A request whose caller has gone away
// is nobody's failure: it is neither answered nor logged.
//
// Requests is the middleware around everything: it numbers, logs and times each
// request and catches panics.
package api
