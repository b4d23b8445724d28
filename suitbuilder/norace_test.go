//go:build !race

package suitbuilder

// slower is how much slower the detector of races makes everything: it is not there.
const slower = 1
