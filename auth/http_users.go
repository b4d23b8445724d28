package auth

import (
	"net/http"
	"slices"

	"overlord/store/fault"
	"overlord/web/api"
)

// getUsers answers all users.
func (m *Module) getUsers(w http.ResponseWriter, r *http.Request) error {
	list, err := m.Accounts(r.Context())
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"users": list})
}

// newUser is the body of POST /api-admin/users. Without a password one is made,
// and without permissions the user has all three.
type newUser struct {
	Username    string   `json:"username"`
	Password    string   `json:"password"`
	IsAdmin     bool     `json:"is_admin"`
	Permissions []string `json:"permissions"`
}

// userAnswer is a user, and the password that was made, which is shown this once.
type userAnswer struct {
	Account
	Password string `json:"password,omitempty"`
}

// postUser adds a user.
func (m *Module) postUser(w http.ResponseWriter, r *http.Request) error {
	asked := newUser{Permissions: []string{View, Command, Edit}}
	if err := api.ReadJSON(r, &asked, maxOwnBody); err != nil {
		return err
	}
	var made string
	if asked.Password == "" {
		made = makePassword()
		asked.Password = made
	}
	id, err := m.addAccount(r.Context(), asked.Username, asked.Password, asked.IsAdmin, asked.Permissions)
	if err != nil {
		return err
	}
	return m.answerUser(w, r, http.StatusCreated, id, made)
}

// patchUser changes a user.
func (m *Module) patchUser(w http.ResponseWriter, r *http.Request) error {
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	var asked AccountChange
	if err := api.ReadJSON(r, &asked, maxOwnBody); err != nil {
		return err
	}
	if asked == (AccountChange{}) {
		return fault.New(fault.Invalid, "say what is to change: password, is_admin, permissions or second_factor")
	}
	if err := m.ChangeAccount(r.Context(), id, asked); err != nil {
		return err
	}
	return m.answerUser(w, r, http.StatusOK, id, "")
}

// deleteUser deletes a user.
func (m *Module) deleteUser(w http.ResponseWriter, r *http.Request) error {
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	if err := m.deleteAccount(r.Context(), id); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}

// deleteUserSessions signs a user out everywhere.
func (m *Module) deleteUserSessions(w http.ResponseWriter, r *http.Request) error {
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	name, err := m.db.username(r.Context(), id)
	if err != nil {
		return err
	}
	if err := m.endSessionsOf(r.Context(), id, name); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}

func (m *Module) answerUser(w http.ResponseWriter, r *http.Request, status int, id int64, password string) error {
	list, err := m.Accounts(r.Context())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(a Account) bool { return a.ID == id })
	if i < 0 {
		return fault.New(fault.NotFound, "there is no user %d", id)
	}
	return api.WriteJSON(w, r, status, userAnswer{list[i], password})
}
