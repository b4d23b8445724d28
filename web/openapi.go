package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"

	"github.com/go-chi/chi/v5"

	"overlord/web/api"
)

// parts are the pieces of the API's description, one file a subject: OpenAPI with
// paths, tags and components, and nothing of the frame around them.
//
//go:embed openapi/*.json
var parts embed.FS

// openAPIVersion is the form of the description.
const openAPIVersion = "3.1.0"

// manual describes the API: to programs as OpenAPI, to people as a page.
type manual struct {
	document map[string]any
	page     []byte
	pageTag  string
}

// newManual puts the description together. It fails where two parts say something
// about the same thing, which is a mistake in this program.
func newManual(version string) (*manual, error) {
	document, err := describe(parts, version)
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	page, err := renderDocs(document)
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	return &manual{document: document, page: page, pageTag: api.ETag(page)}, nil
}

func (m *manual) routes(r chi.Router) {
	r.Get("/openapi.json", api.HandlerFunc(m.serveDocument))
	r.Get("/docs", api.HandlerFunc(m.servePage))
	r.Get("/docs/style.css", api.HandlerFunc(m.serveStyle))
}

// describe merges the parts, in the order of their names, into one document.
func describe(files fs.FS, version string) (map[string]any, error) {
	if version == "" {
		version = unknownVersion
	}
	document := map[string]any{
		"openapi": openAPIVersion,
		"info": map[string]any{
			"title": "Mosswart Overlord", "version": version,
			"description": "Every route also answers under /api. Times are RFC 3339 in UTC. An unknown query parameter is refused with the nearest name; `_` is ignored.",
			"license":     map[string]any{"name": "MIT", "identifier": "MIT"},
		},
		"servers":  []any{map[string]any{"url": "/"}},
		"security": []any{map[string]any{"session": []any{}}, map[string]any{"token": []any{}}},
		"tags":     []any{}, "paths": map[string]any{}, "components": map[string]any{},
	}
	names, err := fs.Glob(files, "openapi/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := addPart(document, files, name); err != nil {
			return nil, fmt.Errorf("%s: %w", path.Base(name), err)
		}
	}
	answerFailures(document)
	return document, nil
}

// part is what a piece of the description may hold.
type part struct {
	Tags       []any                     `json:"tags"`
	Paths      map[string]map[string]any `json:"paths"`
	Components map[string]map[string]any `json:"components"`
}

func addPart(document map[string]any, files fs.FS, name string) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	var p part
	if err := json.Unmarshal(text, &p); err != nil {
		return err
	}
	document["tags"] = append(document["tags"].([]any), p.Tags...)
	if err := addMembers(document["paths"].(map[string]any), p.Paths); err != nil {
		return err
	}
	return addMembers(document["components"].(map[string]any), p.Components)
}

// addMembers adds members two levels deep: a path's operations, a kind's components.
func addMembers(to map[string]any, from map[string]map[string]any) error {
	for name, members := range from {
		have, _ := to[name].(map[string]any)
		if have == nil {
			have = map[string]any{}
			to[name] = have
		}
		for member, value := range members {
			if _, taken := have[member]; taken {
				return fmt.Errorf("%s %s is described twice", name, member)
			}
			have[member] = value
		}
	}
	return nil
}

// answerFailures says of every operation how it fails, which is the same for all.
func answerFailures(document map[string]any) {
	for operations := range maps.Values(document["paths"].(map[string]any)) {
		for operation := range maps.Values(operations.(map[string]any)) {
			answers, _ := operation.(map[string]any)["responses"].(map[string]any)
			if answers != nil && answers["default"] == nil {
				answers["default"] = map[string]any{"$ref": "#/components/responses/Error"}
			}
		}
	}
}

func (m *manual) serveDocument(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	return api.WriteStable(w, r, m.document)
}
