package main

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"

	"net/http"

	"overlord/frontend"
	"overlord/inventory"
	"overlord/web"
	"overlord/web/settings"

	"overlord/auth"
	"overlord/suitbuilder"
	"overlord/tracker"
	"overlord/tracker/live"
)

// module is this module's path: how its own imports begin.
const module = "overlord"

// source is one Go file that is no test.
type source struct {
	path string // from the root, with slashes
	pkg  string // import path below the module; "" for main
	file *ast.File
	set  *token.FileSet
}

// sources is every Go file of the project that is no test, parsed once for all tests.
func sources(t *testing.T) []source {
	t.Helper()
	list, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 50 {
		t.Fatalf("only %d source files were found", len(list))
	}
	return list
}

var parsed = sync.OnceValues(func() (list []source, err error) {
	err = filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); base == "node_modules" || base == "testdata" || name != "." && strings.HasPrefix(base, ".") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		slashed := filepath.ToSlash(name)
		pkg := path.Dir(slashed)
		if pkg == "." {
			pkg = ""
		}
		list = append(list, source{slashed, pkg, file, set})
		return nil
	})
	return list, err
})

func (s source) imports() []string {
	var list []string
	for _, i := range s.file.Imports {
		list = append(list, strings.Trim(i.Path.Value, `"`))
	}
	return list
}

// below tells whether a package is another one, or lies in its folder.
func below(pkg, parent string) bool { return pkg == parent || strings.HasPrefix(pkg, parent+"/") }

// layers are the packages from the ground up: each may import what stands in a
// line above its own, and what is in its own folder. So no cycle can grow, and
// whoever reads a package needs to know only what is below it.
var layers = [][]string{
	{"store/fault", "inventory/gamedata", "inventory/item", "inventory/query", "suitbuilder/solve", "tracker/event", "tracker/combat"}, // leaves, for everybody
	{"store/eventlog"},
	{"store", "web/api", "web/socket"},
	{"auth"},
	{"tracker", "inventory"},
	{"suitbuilder"},
	{"web", "frontend"},
	{""},
}

func layerOf(pkg string) int {
	best, length := -1, -1
	for i, names := range layers {
		for _, name := range names {
			if (name == "" && pkg == "" || name != "" && below(pkg, name)) && len(name) > length {
				best, length = i, len(name)
			}
		}
	}
	return best
}

func TestImportsPointDownwards(t *testing.T) {
	for _, s := range sources(t) {
		for _, imported := range s.imports() {
			pkg, ours := strings.CutPrefix(imported, module+"/")
			if !ours {
				continue
			}
			from, to := layerOf(s.pkg), layerOf(pkg)
			if from < 0 || to < 0 {
				t.Errorf("%s: %q or %q has no layer", s.path, s.pkg, pkg)
			}
			sameRoom := strings.Split(s.pkg, "/")[0] == strings.Split(pkg, "/")[0]
			if to > from || to == from && !sameRoom {
				t.Errorf("%s imports %s, which is not below it", s.path, imported)
			}
		}
	}
}

// The WebSocket library may change its path any day; then one folder changes.
func TestOnlyTheSocketKnowsItsLibrary(t *testing.T) {
	for _, s := range sources(t) {
		if slices.Contains(s.imports(), "nhooyr.io/websocket") && s.pkg != "web/socket" {
			t.Errorf("%s imports the WebSocket library", s.path)
		}
	}
}

// The domain must not depend on how it is reached.
func TestHTTPStandsAtTheEdge(t *testing.T) {
	for _, s := range sources(t) {
		if !slices.Contains(s.imports(), "net/http") {
			continue
		}
		base := path.Base(s.path)
		edge := s.pkg == "" || below(s.pkg, "web") || below(s.pkg, "tracker/discord") || below(s.pkg, "tracker/simulate") ||
			strings.HasPrefix(base, "http") || s.path == "tracker/module.go" // takes main's two functions of a request
		if !edge {
			t.Errorf("%s imports net/http", s.path)
		}
	}
}

var sqlText = regexp.MustCompile(`(?is)^\s*(select|insert into|update|delete from|create (table|index|role|schema)|alter|drop|truncate|copy)\s+[a-z_"*(]+`)

// Every statement is found in a few files, and each has a test that executes it.
func TestSQLHasItsPlaces(t *testing.T) {
	for _, s := range sources(t) {
		if below(s.pkg, "store") || below(s.pkg, "web/grafana") || strings.HasPrefix(path.Base(s.path), "postgres") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if _, isImport := n.(*ast.ImportSpec); isImport {
				return false
			}
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING && sqlText.MatchString(strings.Trim(text.Value, "`\"")) && strings.Contains(text.Value, " from ") {
				t.Errorf("%s: SQL outside of postgres*.go: %.60s", s.set.Position(n.Pos()), text.Value)
			}
			return true
		})
	}
}

// A reader learns from the comment what he may expect.
func TestExportedNamesAreDocumented(t *testing.T) {
	for _, s := range sources(t) {
		if s.pkg == "" || s.pkg == "frontend" {
			continue
		}
		for _, decl := range s.file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
					t.Errorf("%s: %s has no comment", s.set.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				checkGenDecl(t, s, d)
			}
		}
	}
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	receiver := d.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	name, ok := receiver.(*ast.Ident)
	return ok && name.IsExported()
}

func checkGenDecl(t *testing.T, s source, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch sp := spec.(type) {
		case *ast.TypeSpec:
			if sp.Name.IsExported() && sp.Doc == nil && d.Doc == nil {
				t.Errorf("%s: %s has no comment", s.set.Position(sp.Pos()), sp.Name.Name)
			}
		case *ast.ValueSpec:
			for _, name := range sp.Names {
				if name.IsExported() && sp.Doc == nil && sp.Comment == nil && d.Doc == nil {
					t.Errorf("%s: %s has no comment", s.set.Position(name.Pos()), name.Name)
				}
			}
		}
	}
}

func TestEveryPackageTellsWhatItIs(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		documented[s.pkg] = documented[s.pkg] || s.file.Doc != nil
	}
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("package %q has no package comment", pkg)
		}
	}
}

// The owner fixed what stands at the top; everything else has a room.
func TestTopLevel(t *testing.T) {
	allowed := regexp.MustCompile(`^(go\.(mod|sum)|main\.go|[a-z_]+_test\.go|tracker|inventory|suitbuilder|auth|store|web|frontend|Makefile|Dockerfile|compose\.yaml|README\.md|LICENSE|bin|data|\..*)$`)
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !allowed.MatchString(e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}

// A file holds one idea and a function fits a screen; what is larger hides more
// than it shows.
func TestSizes(t *testing.T) {
	const fileLines, functionLines = 500, 75
	const mainLines = 620 // main.go composes everything and is the only file of its kind
	for _, s := range sources(t) {
		most := fileLines
		if s.path == "main.go" {
			most = mainLines
		}
		if n := s.set.Position(s.file.End()).Line; n > most {
			t.Errorf("%s has %d lines; %d at most", s.path, n, most)
		}
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1; n > functionLines {
				t.Errorf("%s: %s has %d lines; %d at most", s.set.Position(f.Pos()), f.Name.Name, n, functionLines)
			}
		}
	}
}

// Calls that must not be made, and where they may: a server must not end or wait
// anywhere but where that is decided.
func TestForbiddenCalls(t *testing.T) {
	forbidden := map[string]func(source) bool{
		"os.Exit":             func(s source) bool { return s.pkg == "" },
		"log.Fatal":           func(source) bool { return false },
		"time.Sleep":          func(s source) bool { return s.pkg == "store/storetest" },
		"http.ListenAndServe": func(source) bool { return false },
	}
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := selector.X.(*ast.Ident); ok {
				if allowed, known := forbidden[pkg.Name+"."+selector.Sel.Name]; known && !allowed(s) {
					t.Errorf("%s calls %s.%s", s.set.Position(n.Pos()), pkg.Name, selector.Sel.Name)
				}
			}
			return true
		})
	}
}

// The page is embedded, and tests are not: both must build without Node.
func TestBuildNeedsNoNode(t *testing.T) {
	if _, err := build.ImportDir("frontend", 0); err != nil {
		t.Error(err)
	}
	if _, err := fs.Stat(frontend.Dist(), "index.html"); err != nil {
		t.Error(err)
	}
}

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The README's table of settings is the program's.
func TestReadmeListsTheSettings(t *testing.T) {
	variables, err := settings.List(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\| (?:`([^`]*)`)? *\\|").FindAllStringSubmatch(readme(t), -1) {
		rows[m[1]] = m[2]
	}
	for _, v := range variables {
		def, listed := rows[v.Name]
		if !listed {
			t.Errorf("%s is not in the README", v.Name)
		} else if def != v.Default {
			t.Errorf("%s: the README says %q, the program %q", v.Name, def, v.Default)
		}
		delete(rows, v.Name)
	}
	for name := range rows {
		t.Errorf("the README lists %s, which is no setting", name)
	}
}

// The README's table of routes is the router's.
func TestReadmeListsTheRoutes(t *testing.T) {
	logger := settings.Logging{LogLevel: "error"}.Logger(os.Stderr)
	accounts, err := auth.New(nil, auth.Settings{FirstAdmin: "admin", InternalTrust: "loopback", AuthPoolSize: 4, SharedSecret: "x"}, auth.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := tracker.New(tracker.Config{
		Settings: tracker.Settings{EventLogMaxBytes: 16 << 20, IdleMinutes: 5}, DataDir: t.TempDir(), Hub: live.New(live.Options{}), Logger: logger,
	})
	if err != nil {
		t.Fatal(err)
	}
	items, err := inventory.New(inventory.Config{
		Log: inventory.LogSettings{MaxBytes: 16 << 20}, DataDir: t.TempDir(), Logger: logger, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	door, err := web.New(web.Config{
		Site: frontend.Dist(), Gate: accounts, Open: []web.Routes{accounts.Routes, m.Open, items.Open}, View: []web.Routes{m.Routes, web.NewMapPicture(t.TempDir()).Routes}, Items: []web.Routes{items.Routes, suitbuilder.New(suitbuilder.Config{Require: nil, Logger: logger, Now: time.Now}).Routes},
		Metrics: prometheus.NewRegistry(), Logger: logger, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	real := map[string]bool{"GET /": true, "GET /login": true}
	err = chi.Walk(door.Routes(), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		real[method+" "+route] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range regexp.MustCompile("(?m)^\\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)` \\|").FindAllStringSubmatch(readme(t), -1) {
		if !real[match[1]] {
			t.Errorf("the README lists %s, which is no route", match[1])
		}
		delete(real, match[1])
	}
	for route := range real {
		t.Errorf("%s is not in the README", route)
	}
}
