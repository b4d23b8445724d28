// Package suitbuilder answers what suit of gear a guild's characters could put
// together: it reads a person's request, asks the inventory for what could be
// worn, lets the solver find the best suits, holds each against the checker, and
// tells them as they are found.
//
// Suits that somebody keeps are stored with their request and with what their
// pieces were like then, so that it can be told later what has become of them.
package suitbuilder
