package web

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"overlord/auth"
	"overlord/store/fault"
	"overlord/web/api"
)

// indexName is the page that every path of the site shows.
const indexName = "index.html"

// classicRoot is where the light page and its files stand.
const classicRoot = "classic"

// pagePaths show the page to everybody who may see it, whatever they ask for: the
// root, and the addresses with an extension that people know from the services
// before this one.
var pagePaths = []string{"/", "/" + indexName, "/inventory.html", "/suitbuilder.html"}

// site is the page and its assets, in memory. Paths are looked up in a table, so
// that there is no way out of it.
type site struct {
	files   map[string]*siteFile // by path without the first slash
	index   *siteFile
	classic *siteFile // the light page; nil: there is none
}

// newSite reads all files of a built page, and of the light one if that is there.
func newSite(files fs.FS, classic []fs.FS) (*site, error) {
	s := &site{files: map[string]*siteFile{}}
	if err := s.read("", files); err != nil {
		return nil, err
	}
	s.index = s.take(indexName)
	if s.index == nil {
		return nil, errors.New("read the site: it has no " + indexName)
	}
	for _, tree := range classic {
		if err := s.read(classicRoot+"/", tree); err != nil {
			return nil, err
		}
	}
	s.classic = s.take(classicRoot + "/" + indexName)
	return s, nil
}

// take removes a page from the files, which are everybody's, and returns it.
func (s *site) take(name string) *siteFile {
	file := s.files[name]
	delete(s.files, name)
	return file
}

// read adds all files of a tree, below root.
func (s *site) read(root string, files fs.FS) error {
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		s.files[root+name] = newSiteFile(name, content)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the site: %w", err)
	}
	return nil
}

// asset is the file at a path of the site, or nil. The page itself is none.
func (s *site) asset(urlPath string) *siteFile {
	return s.files[strings.TrimPrefix(urlPath, "/")]
}

// serveIndex answers with the page.
func (s *site) serveIndex(w http.ResponseWriter, r *http.Request) { s.index.ServeHTTP(w, r) }

// handler answers what no route has: with an asset, which is everybody's; with
// the page, through guard, if a browser asks for one at a path that may be the
// page's; else with 404 JSON.
func (s *site) handler(guard func(http.Handler) http.Handler) http.Handler {
	page := guard(http.HandlerFunc(s.serveIndex))
	light := guard(s.classic)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		read := r.Method == http.MethodGet || r.Method == http.MethodHead
		switch file := s.asset(r.URL.Path); {
		case !read || isAPIPath(r.URL.Path) || isCrooked(r.URL.Path):
			api.NotFound(w, r)
		case file != nil:
			file.ServeHTTP(w, r)
		case s.classic != nil && r.URL.Path == "/"+classicRoot:
			light.ServeHTTP(w, r)
		case slices.Contains(pagePaths, r.URL.Path), auth.WantsPage(r) && path.Ext(r.URL.Path) == "":
			page.ServeHTTP(w, r)
		default:
			api.WriteError(w, r, fault.New(fault.NotFound, "there is no such page or file"))
		}
	})
}

// isAPIPath tells whether a path belongs to the API and so is never the site's.
func isAPIPath(p string) bool {
	for _, root := range []string{"/api", "/inv", "/api-admin", "/api-version"} {
		if p == root || strings.HasPrefix(p, root+"/") {
			return true
		}
	}
	return false
}

// maxDecodings is how often isCrooked takes an encoding off: twice more than any
// honest client puts one on.
const maxDecodings = 3

// isCrooked tells whether a path tries to leave its folder, in plain or encoded
// once more. Such a path finds nothing, not even the page.
func isCrooked(p string) bool {
	for range maxDecodings {
		if strings.ContainsAny(p, "\\\x00") || strings.Contains(p, "//") || hasDots(p) {
			return true
		}
		plain, err := url.PathUnescape(p)
		if err != nil || plain == p {
			return err != nil
		}
		p = plain
	}
	return true
}

func hasDots(p string) bool {
	for part := range strings.SplitSeq(p, "/") {
		if part == ".." || part == "." {
			return true
		}
	}
	return false
}
