// Package auth decides who is asking, and what they may do.
//
// There are two kinds of callers. A browser proves itself with a session: a
// random token in a cookie, of which the database keeps only the hash, together
// with whose it is and when it ends. A program on the same machine (or network,
// where the settings say so) needs no proof: that is internal trust, and it may
// look but not touch. Plugins are neither; they carry a secret.
//
// Middleware asks two separate questions. Authenticate finds out who asks and
// never refuses anybody; Require refuses those who may not. Between them lies the
// request's context, where FromContext finds the Identity.
//
// Sessions are looked up in memory. What memory knows is compared with the
// database every half minute, so that a browser stays signed in, and live pages
// stay live, while the database is away; and a session that ends, here or
// elsewhere, closes the sockets that were opened with it (see Watch).
package auth
