package inventory

import (
	"context"
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"overlord/auth"
	"overlord/inventory/index"
	"overlord/inventory/query"
	"overlord/store/fault"
	"overlord/web/api"
)

const (
	pageLimit    = 50
	maxPageLimit = 500
	maxPage      = 1_000_000
)

// searchRoutes mounts the search.
func (m *Module) searchRoutes(r chi.Router) {
	r.Get("/search/items", api.HandlerFunc(m.getSearch))
}

// searchAnswer is the body of /search/items.
type searchAnswer struct {
	Items             []Row              `json:"items"`
	TotalCount        int                `json:"total_count"`
	Page              int                `json:"page"`
	Limit             int                `json:"limit"`
	TotalPages        int                `json:"total_pages"`
	Query             *string            `json:"query,omitzero"` // what was asked, plain parameters included, in its canonical form; nil: there is none
	Facets            []index.Facet      `json:"facets,omitempty"`
	DidYouMean        []index.Correction `json:"did_you_mean,omitempty"`
	IgnoredParameters []string           `json:"ignored_parameters,omitempty"`
}

// getSearch answers a page of items.
func (m *Module) getSearch(w http.ResponseWriter, r *http.Request) error {
	s, q, ignored, err := readSearch(r, "page", "limit", "facets")
	if err != nil {
		return answerQueryError(w, r, err)
	}
	limit, page := q.Int("limit", pageLimit, 1, maxPageLimit), q.Int("page", 1, 1, maxPage)
	if q.Bool("facets", false) {
		s.Facets = index.FacetNames()
	}
	if err := q.Err(); err != nil {
		return err
	}
	s.Limit, s.Offset = limit, (page-1)*limit
	found, err := m.search(r.Context(), s)
	if err != nil {
		return err
	}
	answer := searchAnswer{
		Items: found.rows, TotalCount: found.Total, Page: page, Limit: limit, TotalPages: (found.Total + limit - 1) / limit,
		Facets: found.Facets, DidYouMean: found.DidYouMean, IgnoredParameters: ignored,
	}
	if s.Query.Writable() {
		answer.Query = new(s.Query.String())
	}
	return api.WriteStable(w, r, answer)
}

// readSearch reads what a request searches: q, the plain parameters, both and-ed,
// and the order. more are further parameters that the route takes. Where one of
// the earlier services' names is used, unknown parameters are ignored, and named.
func readSearch(r *http.Request, more ...string) (s searched, q api.Query, ignored []string, err error) {
	allowed := append(append([]string{"q", "sort", "dir"}, more...), parameterNames()...)
	q, ignored, err = api.SplitQuery(r, allowed...)
	if err != nil {
		return s, q, nil, tooLong(r, err)
	}
	plain, legacy, err := plainNode(q)
	if err != nil {
		return s, q, nil, err
	}
	if len(ignored) > 0 && !legacy {
		_, err := api.ParseQuery(r, allowed...)
		return s, q, nil, err
	}
	if s.Query, err = query.Parse(q.String("q", "")); err != nil {
		return s, q, nil, err
	}
	s.Query = &query.Query{Root: query.All(s.Query.Root, plain), Title: s.Query.Title}
	if err := readOrder(q, &s); err != nil {
		return s, q, nil, err
	}
	s.userID = userOf(r)
	return s, q, ignored, q.Err()
}

// tooLong is what is wrong with a request's parameters; of a q that is too long even
// for a parameter it is what any query is told that is too long, and from where on.
func tooLong(r *http.Request, err error) error {
	var e *query.Error
	if _, bad := query.Parse(r.URL.Query().Get("q")); fault.Of(err).Field == "q" && errors.As(bad, &e) && e.Kind == query.Limit {
		return bad
	}
	return err
}

// readOrder reads by what the result is sorted.
func readOrder(q api.Query, s *searched) error {
	sort, dir := "sort", "dir"
	if !q.Has(sort) {
		sort = "sort_by"
	}
	if !q.Has(dir) {
		dir = "sort_dir"
	}
	s.Sort, s.Desc = q.String(sort, ""), q.Enum(dir, "asc", "asc", "desc") == "desc"
	return checkSort(s.Sort, sort)
}

// userOf is the id of who is signed in; 0: nobody in particular.
func userOf(r *http.Request) int64 {
	who, _ := auth.FromContext(r.Context())
	return who.UserID
}

// queryFailure is what is wrong with a query, and where.
type queryFailure struct {
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
	Field   string     `json:"field"`
	*place
}

type place struct {
	Start      int        `json:"start"`  // UTF-16 units from the beginning of q
	Length     int        `json:"length"` // UTF-16 units
	Kind       query.Kind `json:"kind"`
	Suggestion string     `json:"suggestion,omitempty"`
}

// answerQueryError answers what is wrong with a query; other errors are given
// back.
func answerQueryError(w http.ResponseWriter, r *http.Request, err error) error {
	var e *query.Error
	if !errors.As(err, &e) {
		return err
	}
	failure := queryFailure{Code: fault.Invalid, Message: e.Error(), Field: "q", place: &place{e.Start, e.Length, e.Kind, e.Suggestion}}
	// A plain parameter has no place in a query.
	if f := fault.Of(err); f.Code == fault.Invalid && f.Field != "" {
		failure.Field = f.Field
		if f.Field != "query" {
			failure.place = nil
		}
	}
	return api.WriteJSON(w, r, http.StatusBadRequest, map[string]any{"error": failure})
}

// withEverything is a search of all that is found, for those who take it whole.
func (m *Module) withEverything(ctx context.Context, s searched) ([]int64, error) {
	if m.catalogue.index.Ready() { // else find says when to try again
		if _, err := m.catalogue.catchUp(ctx); err != nil {
			return nil, err
		}
	}
	s.Limit, s.Offset = m.catalogue.index.Len(), 0
	found, err := m.find(ctx, &s)
	return found.IDs, err
}
