package tracker

import (
	"context"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

const (
	alertLimit    = 100 // default of /alerts
	maxAlertLimit = 1000

	// maxRuleBytes bounds the body of a rule.
	maxRuleBytes = 16 << 10

	// alertAnswerTime bounds what the database has to answer: small tables, so
	// that one that takes longer is away or stuck.
	alertAnswerTime = 800 * time.Millisecond

	// editPermission is what changing a rule needs.
	editPermission = "edit"
)

// alertRoutes mounts the alerts: everybody who may look sees them, who may edit
// changes the rules.
func (m *Module) alertRoutes(r chi.Router) {
	r.Get("/alerts", api.HandlerFunc(m.getAlerts))
	r.Get("/alerts/rules", api.HandlerFunc(m.getAlertRules))
	r.Get("/alerts/rules/{id}", api.HandlerFunc(m.getAlertRule))
	r.Group(func(r chi.Router) {
		r.Use(m.require(editPermission))
		r.Post("/alerts/rules", api.HandlerFunc(m.postAlertRule))
		r.Patch("/alerts/rules/{id}", api.HandlerFunc(m.patchAlertRule))
		r.Delete("/alerts/rules/{id}", api.HandlerFunc(m.deleteAlertRule))
	})
}

// alertsAnswer is the answer of /alerts.
type alertsAnswer struct {
	Alerts []OutboxAlert `json:"alerts"` // newest first
	Next   *string       `json:"next"`   // cursor of the next page; null: there is none
	Sender SenderStatus  `json:"sender"`
}

// getAlerts answers what was found and what became of it.
func (m *Module) getAlerts(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "character", "kind", "state", "limit", "cursor")
	if err != nil {
		return err
	}
	f := outboxFilter{
		Character: q.String("character", ""), Kind: q.Enum("kind", "", texts(ruleKinds[1:])...), State: q.Enum("state", "", texts(alertStates)...),
		Limit: q.Int("limit", alertLimit, 1, maxAlertLimit),
	}
	if key := new(alertKey); q.Cursor("alerts", key) {
		f.Before = key.ID
	}
	if err := q.Err(); err != nil {
		return err
	}
	answer := alertsAnswer{Sender: m.alerts.Status()}
	err = m.askAlerts(r, func(ctx context.Context) (err error) {
		answer.Alerts, err = outbox{m.pool}.History(ctx, f)
		return err
	})
	if err != nil {
		return err
	}
	answer.Alerts, answer.Next, err = api.Page(q, "alerts", answer.Alerts, f.Limit, func(a OutboxAlert) any { return alertKey{a.ID} })
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// alertKey is what /alerts is sorted by.
type alertKey struct {
	ID int64 `json:"id"`
}

// askAlerts asks the database, which has a moment to answer.
func (m *Module) askAlerts(r *http.Request, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(r.Context(), alertAnswerTime)
	defer cancel()
	err := ask(ctx)
	if r.Context().Err() == nil && (store.IsTransient(err) || ctx.Err() != nil && err != nil) {
		return fault.Wrap(err, fault.Unavailable, "the database is away; alerts come back with it")
	}
	return err
}

func (m *Module) getAlertRules(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r)
	if err != nil || q.Err() != nil {
		return err
	}
	var rules []AlertRule
	err = m.askAlerts(r, func(ctx context.Context) (err error) {
		rules, err = listAlertRules(ctx, m.pool)
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, map[string]any{"rules": rules})
}

func (m *Module) getAlertRule(w http.ResponseWriter, r *http.Request) error {
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	var rule AlertRule
	err = m.askAlerts(r, func(ctx context.Context) (err error) {
		rule, err = findAlertRule(ctx, m.pool, id)
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, rule)
}

// newAlertRule is the body that makes a rule.
type newAlertRule struct {
	Kind          AlertKind     `json:"kind"`
	CharacterName *string       `json:"character_name"`
	Settings      AlertSettings `json:"settings"`
	Enabled       *bool         `json:"enabled"` // absent: true
}

func (m *Module) postAlertRule(w http.ResponseWriter, r *http.Request) error {
	var body newAlertRule
	if err := api.ReadJSON(r, &body, maxRuleBytes); err != nil {
		return err
	}
	rule := AlertRule{Kind: body.Kind, CharacterName: body.CharacterName, Settings: body.Settings, Enabled: body.Enabled == nil || *body.Enabled}
	if err := rule.Validate(); err != nil {
		return err
	}
	err := m.askAlerts(r, func(ctx context.Context) (err error) {
		rule.ID, err = insertAlertRule(ctx, m.pool, rule)
		return err
	})
	if err != nil {
		return err
	}
	m.alertsHaveChanged()
	return api.WriteJSON(w, r, http.StatusCreated, rule)
}

// alertRuleChange is the body that changes a rule: what is absent stays. Settings
// are replaced as a whole.
type alertRuleChange struct {
	Settings *AlertSettings `json:"settings"`
	Enabled  *bool          `json:"enabled"`
}

func (m *Module) patchAlertRule(w http.ResponseWriter, r *http.Request) error {
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	var change alertRuleChange
	if err := api.ReadJSON(r, &change, maxRuleBytes); err != nil {
		return err
	}
	var rule AlertRule
	err = m.askAlerts(r, func(ctx context.Context) (err error) {
		rule, err = changeAlertRule(ctx, m.pool, id, func(rule *AlertRule) error {
			if change.Settings != nil {
				rule.Settings = *change.Settings
			}
			if change.Enabled != nil {
				rule.Enabled = *change.Enabled
			}
			return rule.Validate()
		})
		return err
	})
	if err != nil {
		return err
	}
	m.alertsHaveChanged()
	return api.WriteJSON(w, r, http.StatusOK, rule)
}

func (m *Module) deleteAlertRule(w http.ResponseWriter, r *http.Request) error {
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	err = m.askAlerts(r, func(ctx context.Context) error { return deleteAlertRule(ctx, m.pool, id) })
	if err != nil {
		return err
	}
	m.alertsHaveChanged()
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"deleted": id})
}
