package inventory

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"

	"overlord/inventory/item"
	"overlord/web/api"
)

// exportBatch is how many rows are read at once: a whole guild's items do not fit
// into memory beside everything else.
const exportBatch = 500

// exportRoutes mounts what takes a search's result away.
func (m *Module) exportRoutes(r chi.Router) {
	r.Get("/export/items.csv", api.HandlerFunc(m.exportCSV))
	r.Get("/export/items.json", api.HandlerFunc(m.exportJSON))
}

// export hands all rows of a search to write, batch by batch, in its order. begin
// is called before the first; what goes wrong after it breaks the answer off, so
// that nobody takes a part for the whole.
func (m *Module) export(r *http.Request, begin func() error, write func([]Row) error) error {
	s, _, _, err := readSearch(r)
	if err != nil {
		return err
	}
	ctx, cancel := api.Stream(r.Context())
	defer cancel()
	ids, err := m.withEverything(ctx, s)
	if err != nil {
		return err
	}
	first, err := m.rowsOf(ctx, ids[:min(len(ids), exportBatch)])
	if err != nil {
		return err
	}
	if err := begin(); err != nil {
		return err
	}
	if err := m.exportRows(ctx, first, ids[min(len(ids), exportBatch):], write); err != nil {
		m.logger.Warn("an export was broken off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (m *Module) exportRows(ctx context.Context, rows []Row, rest []int64, write func([]Row) error) error {
	for {
		if err := write(rows); err != nil {
			return err
		}
		if len(rest) == 0 {
			return nil
		}
		n := min(len(rest), exportBatch)
		var err error
		if rows, err = m.rowsOf(ctx, rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
}

// attach names the file that an answer becomes.
func (m *Module) attach(w http.ResponseWriter, contentType, ending string) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="items-%s.%s"`, m.now().UTC().Format("2006-01-02"), ending))
	w.WriteHeader(http.StatusOK)
}

// exportJSON answers the rows of a search as one list.
func (m *Module) exportJSON(w http.ResponseWriter, r *http.Request) error {
	before := "["
	begin := func() error { m.attach(w, "application/json", "json"); return nil }
	err := m.export(r, begin, func(rows []Row) error {
		for _, row := range rows {
			text, err := row.MarshalJSON()
			if err != nil {
				return err
			}
			if _, err := io.WriteString(w, before+"\n"+string(text)); err != nil {
				return err
			}
			before = ","
		}
		return nil
	})
	if err != nil {
		return answerQueryError(w, r, err)
	}
	if before == "[" {
		_, err = io.WriteString(w, "[]\n")
	} else {
		_, err = io.WriteString(w, "\n]\n")
	}
	return err
}

// exportCSV answers the rows of a search as a table, a column for each of the
// row's and one for the names of the spells.
func (m *Module) exportCSV(w http.ResponseWriter, r *http.Request) error {
	out := csv.NewWriter(w)
	begin := func() error {
		m.attach(w, "text/csv; charset=utf-8", "csv")
		return out.Write(append(columnNames(), "spells"))
	}
	err := m.export(r, begin, func(rows []Row) error {
		for _, row := range rows {
			if err := out.Write(row.cells()); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	})
	if err != nil {
		return answerQueryError(w, r, err)
	}
	return nil
}

// cells are the row's columns as text, empty where nothing is known. What a
// program for tables would take for a formula is quoted.
func (r Row) cells() []string {
	var cells []string
	r.each(func(_ string, value any) { cells = append(cells, cell(value)) })
	return append(cells, spellNames(r.Spells))
}

func cell(value any) string {
	switch v := value.(type) {
	case *time.Time:
		if v == nil {
			return ""
		}
		return v.UTC().Format(time.RFC3339Nano)
	case *[]string:
		return unformula(strings.Join(*v, ", "))
	}
	text, err := json.Marshal(value)
	if err != nil || string(text) == "null" {
		return ""
	}
	var plain string
	if json.Unmarshal(text, &plain) == nil {
		return unformula(plain)
	}
	return string(text)
}

// unformula keeps a text from being taken for a formula.
func unformula(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + text
	}
	return text
}

func spellNames(list []item.Spell) string {
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = spellName(s.ID)
	}
	return unformula(strings.Join(names, "; "))
}
