package web

import (
	"net/http"

	"overlord/web/api"
)

// assistantState is whether questions can be asked.
type assistantState struct {
	Available bool   `json:"available"`
	Reason    string `json:"reason,omitempty"` // why not
}

// assistantHealth says that nothing answers questions here: it is an answer, so that
// a page that wants to know does not run into an error.
func assistantHealth(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, assistantState{Reason: "no assistant is configured"})
}
