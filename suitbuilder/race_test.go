//go:build race

package suitbuilder

// slower is how much slower the detector of races makes everything.
const slower = 4
