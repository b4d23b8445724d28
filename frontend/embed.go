// Package frontend carries the browser page inside the binary.
//
// The page is built by Node into dist, which is not under version control. A
// clone that never saw Node still compiles: dist then holds nothing but an empty
// file, and the package hands out a page that says how to build the real one.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var built embed.FS

//go:embed placeholder
var placeholder embed.FS

// Dist returns the files of the page with index.html at its root: the built page
// where there is one, else the page that tells how to build it. Files under
// assets/ carry a hash of their content in their name and never change.
func Dist() fs.FS {
	if Built() {
		return below(built, "dist")
	}
	return below(placeholder, "placeholder")
}

// The light page needs no build. The land is drawn from the same table as the
// built page's.
//
//go:embed classic src/map/data/land.geojson src/map/data/towns.tsv
var light embed.FS

// Classic returns the files of the light page, with its index.html at the root of
// the first tree.
func Classic() []fs.FS { return []fs.FS{below(light, "classic"), below(light, "src/map/data")} }

// Built tells whether the real page is in this binary.
func Built() bool {
	_, err := fs.Stat(built, "dist/index.html")
	return err == nil
}

// below returns one folder of an embedded tree. The folder names are constants
// that the compiler has embedded, so that a failure is a mistake in this file.
func below(tree fs.FS, folder string) fs.FS {
	sub, err := fs.Sub(tree, folder)
	if err != nil {
		return tree
	}
	return sub
}
