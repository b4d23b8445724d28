package inventory

import (
	"context"

	"overlord/inventory/index"
	"overlord/inventory/query"
	"overlord/store"
	"overlord/store/fault"
)

// searchTries is how often a page is looked up anew whose items changed between
// the search and the reading of their rows.
const searchTries = 3

// searched is a search: what is asked, by whom, and which part of the result.
type searched struct {
	index.Request
	userID int64 // whose tags and notes are meant; 0: nobody's
}

// foundPage is a page of what a search found.
type foundPage struct {
	index.Result
	rows []Row
}

// search answers a search from the index and reads the rows of the page. The
// index is searched as it is; what the database then says along with the rows tells
// whether that was the latest, and else the search is made again: so that it takes
// one round trip, and finds all that was written before it.
func (m *Module) search(ctx context.Context, s searched) (page foundPage, err error) {
	for range searchTries {
		if err := m.ready(ctx, &s); err != nil {
			return page, err
		}
		moment := m.catalogue.moment()
		if page.Result, err = m.catalogue.index.Search(ctx, s.Request); err != nil {
			return page, err
		}
		rows, states, err := m.rowsAndStates(ctx, page.IDs)
		if err != nil {
			return page, err
		}
		if page.rows = rows; m.catalogue.isCurrent(moment, states) {
			return page, nil
		}
		bounded, cancel := context.WithTimeout(ctx, scanWithin)
		err = m.catalogue.take(bounded, states)
		cancel()
		if err != nil {
			return page, err
		}
	}
	if page.Result, err = m.find(ctx, &s); err == nil { // items change faster than they are searched
		page.rows, _, err = m.rowsAndStates(ctx, page.IDs)
	}
	return page, err // items that went away meanwhile are not in it
}

// find answers a search from the index, after it has what is stored now.
func (m *Module) find(ctx context.Context, s *searched) (index.Result, error) {
	if err := m.catchUp(ctx, s); err != nil {
		return index.Result{}, err
	}
	return m.catalogue.index.Search(ctx, s.Request)
}

// catchUp makes a search ready to be asked: the index has what is stored now, and
// the search the time and the user's own.
func (m *Module) catchUp(ctx context.Context, s *searched) error {
	if err := m.ready(ctx, s); err != nil {
		return err
	}
	bounded, cancel := context.WithTimeout(ctx, scanWithin)
	defer cancel()
	_, err := m.catalogue.catchUp(bounded)
	return err
}

// ready gives a search the time and the user's own, once everything is loaded.
func (m *Module) ready(ctx context.Context, s *searched) error {
	if !m.catalogue.index.Ready() {
		return m.catalogue.missing(ctx)
	}
	s.Env.Now = m.now()
	bounded, cancel := context.WithTimeout(ctx, scanWithin)
	defer cancel()
	return m.loadOwn(bounded, s)
}

// rowsOf reads rows by their ids, in this order; those that are gone are left
// out.
func (m *Module) rowsOf(ctx context.Context, ids []int64) ([]Row, error) {
	rows, _, err := m.rowsAndStates(ctx, ids)
	return rows, err
}

// rowsAndStates is rowsOf with the states of all characters as they were after the
// rows were read.
func (m *Module) rowsAndStates(ctx context.Context, ids []int64) (rows []Row, states map[string]state, err error) {
	rows = make([]Row, 0, len(ids))
	err = m.ask(ctx, "items", scanWithin, func(ctx context.Context, db store.Querier) error {
		list, now, err := loadPage(ctx, db, ids)
		if err != nil {
			return err
		}
		states = now
		byID := make(map[int64]Row, len(list))
		for _, row := range rowsFor(list, states) {
			byID[row.id] = row
		}
		for _, id := range ids {
			if row, is := byID[id]; is {
				rows = append(rows, row)
			}
		}
		return nil
	})
	return rows, states, err
}

// loadOwn reads the user's tags and notes, if the query looks at them.
func (m *Module) loadOwn(ctx context.Context, s *searched) error {
	if s.userID == 0 || s.Query == nil {
		return nil
	}
	looks := false
	query.Walk(s.Query.Root, func(n query.Node) {
		if leaf, is := n.(*query.Leaf); is {
			place := leaf.Filter.Place()
			looks = looks || place == query.PlaceTag || place == query.PlaceNote
		}
	})
	if !looks {
		return nil
	}
	return m.read(ctx, "tags", answerWithin, func(ctx context.Context, db store.Querier) (err error) {
		if s.Env.Tags, err = loadTags(ctx, db, s.userID, nil); err == nil {
			s.Env.Notes, err = loadNotes(ctx, db, s.userID, nil)
		}
		return err
	})
}

// asQueryFault is what is wrong with a query, as a fault of the parameter that
// holds it; its position is for who can show it.
func asQueryFault(err error, field string) error {
	return fault.Wrap(err, fault.Invalid, "%s", err.Error()).WithField(field)
}
