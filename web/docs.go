package web

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"

	"overlord/web/api"
)

// The page's form and looks. It has no script, and its style is a file, because
// the content policy allows nothing else.
var (
	//go:embed docs/page.html
	docsForm string
	//go:embed docs/style.css
	docsStyle []byte
)

// apiDocument is what the page shows of the description.
type apiDocument struct {
	Info       struct{ Title, Version, Description string }
	Tags       []apiTag
	Paths      map[string]map[string]apiOperation
	Components struct {
		Schemas    map[string]apiSchema
		Parameters map[string]apiParameter
	}
}

type apiTag struct {
	Name, Description string
	Operations        []apiOperation // sorted by path; filled in for the page
}

type apiOperation struct {
	Method, Path         string // filled in for the page
	Summary, Description string
	Tags                 []string
	Parameters           []apiParameter
	RequestBody          apiContent
	Responses            map[string]apiContent
}

type apiParameter struct {
	Ref         string `json:"$ref"`
	Name, In    string
	Description string
	Schema      apiSchema
}

type apiContent struct {
	Ref         string `json:"$ref"`
	Description string
	Content     map[string]struct{ Schema apiSchema }
}

type apiSchema struct {
	Ref              string `json:"$ref"`
	Type             any    // a name, or a list of them
	Description      string
	Enum             []any
	Default          any
	Minimum, Maximum *float64
	Properties       map[string]apiSchema
	Required         []string
	Items            *apiSchema
	AnyOf            []apiSchema
}

// renderDocs makes the page of a description.
func renderDocs(document map[string]any) ([]byte, error) {
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	var d apiDocument
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, err
	}
	d.sortOut()
	form, err := template.New("docs").Funcs(template.FuncMap{"kind": kindOf, "name": path.Base, "bounds": rangeOf, "has": slices.Contains[[]string]}).Parse(docsForm)
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	err = form.Execute(&page, d)
	return page.Bytes(), err
}

// sortOut puts the operations under their tags and the shared parameters in place.
func (d *apiDocument) sortOut() {
	for _, p := range slices.Sorted(maps.Keys(d.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(d.Paths[p])) {
			operation := d.Paths[p][method]
			operation.Method, operation.Path = strings.ToUpper(method), p
			for i, parameter := range operation.Parameters {
				if parameter.Ref != "" {
					operation.Parameters[i] = d.Components.Parameters[path.Base(parameter.Ref)]
				}
			}
			delete(operation.Responses, "default")
			for i := range d.Tags {
				if slices.Contains(operation.Tags, d.Tags[i].Name) {
					d.Tags[i].Operations = append(d.Tags[i].Operations, operation)
				}
			}
		}
	}
}

// kindOf says in a word or two what a value is.
func kindOf(s apiSchema) string {
	switch {
	case s.Ref != "":
		return path.Base(s.Ref)
	case s.Items != nil:
		return "list of " + kindOf(*s.Items)
	case len(s.AnyOf) > 0:
		kinds := make([]string, len(s.AnyOf))
		for i, one := range s.AnyOf {
			kinds[i] = kindOf(one)
		}
		return strings.Join(kinds, " or ")
	}
	switch kind := s.Type.(type) {
	case string:
		return kind
	case []any:
		return strings.Trim(strings.ReplaceAll(fmt.Sprint(kind), " ", " or "), "[]")
	}
	return "anything"
}

// rangeOf says what a value may be, and what it is unless said otherwise.
func rangeOf(s apiSchema) string {
	var said []string
	if len(s.Enum) > 0 {
		words := make([]string, len(s.Enum))
		for i, word := range s.Enum {
			words[i] = fmt.Sprint(word)
		}
		said = append(said, "one of "+strings.Join(words, ", "))
	}
	if s.Minimum != nil && s.Maximum != nil {
		said = append(said, fmt.Sprintf("%v to %v", *s.Minimum, *s.Maximum))
	}
	if s.Default != nil {
		said = append(said, fmt.Sprintf("%v unless given", s.Default))
	}
	return strings.Join(said, "; ")
}

func (m *manual) servePage(w http.ResponseWriter, r *http.Request) error {
	return serveText(w, r, "text/html; charset=utf-8", m.page, m.pageTag)
}

func (m *manual) serveStyle(w http.ResponseWriter, r *http.Request) error {
	return serveText(w, r, "text/css; charset=utf-8", docsStyle, api.ETag(docsStyle))
}

func serveText(w http.ResponseWriter, r *http.Request, kind string, text []byte, tag string) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind)
	if !api.NotModified(w, r, tag) {
		_, _ = w.Write(text) // the only failure is that the caller is gone
	}
	return nil
}
