package tracker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"overlord/store"
	"overlord/store/fault"
)

// selectRules begins every reading of rules.
const selectRules = `select id, kind, character_name, settings, enabled from alert_rules`

// ruleRow is a row of alert_rules.
type ruleRow struct {
	ID            int64
	Kind          string
	CharacterName *string
	Settings      []byte
	Enabled       bool
}

// rule is the row as a rule. The error tells that it is not valid: people may
// write rows by hand.
func (r ruleRow) rule() (AlertRule, error) {
	rule := AlertRule{ID: r.ID, Kind: AlertKind(r.Kind), CharacterName: r.CharacterName, Enabled: r.Enabled}
	if err := json.Unmarshal(r.Settings, &rule.Settings); err != nil {
		return rule, fmt.Errorf("settings: %w", err)
	}
	return rule, rule.Validate()
}

// listAlertRules reads all rules: those for everybody first, then by character.
// One that is not valid is shown as far as it can be read.
func listAlertRules(ctx context.Context, db store.Querier) ([]AlertRule, error) {
	rows, err := db.Query(ctx, selectRules+` order by character_name nulls first, kind`)
	if err != nil {
		return nil, fmt.Errorf("read the alert rules: %w", err)
	}
	rules, err := pgx.CollectRows(rows, scanRule)
	if err != nil {
		return nil, fmt.Errorf("read the alert rules: %w", err)
	}
	return rules, nil
}

func scanRule(row pgx.CollectableRow) (AlertRule, error) {
	r, err := pgx.RowToStructByPos[ruleRow](row)
	rule, _ := r.rule()
	return rule, err
}

// findAlertRule reads one rule; fault.NotFound: there is none.
func findAlertRule(ctx context.Context, db store.Querier, id int64) (AlertRule, error) {
	return oneRule(ctx, db, selectRules+` where id = $1`, id)
}

func oneRule(ctx context.Context, db store.Querier, sql string, id int64) (AlertRule, error) {
	rows, err := db.Query(ctx, sql, id)
	if err != nil {
		return AlertRule{}, fmt.Errorf("read an alert rule: %w", err)
	}
	rule, err := pgx.CollectExactlyOneRow(rows, scanRule)
	if errors.Is(err, pgx.ErrNoRows) {
		return rule, noSuchRule(id)
	}
	if err != nil {
		return rule, fmt.Errorf("read an alert rule: %w", err)
	}
	return rule, nil
}

func noSuchRule(id int64) error {
	return fault.New(fault.NotFound, "there is no alert rule %d", id)
}

// insertAlertRule writes a new rule and gives its id. fault.Conflict: there is
// one for this kind and character.
func insertAlertRule(ctx context.Context, db store.Querier, r AlertRule) (id int64, err error) {
	settings, err := json.Marshal(r.Settings)
	if err != nil {
		return 0, err
	}
	err = db.QueryRow(ctx, `insert into alert_rules (kind, character_name, settings, enabled) values ($1, $2, $3, $4) returning id`,
		string(r.Kind), r.CharacterName, settings, r.Enabled).Scan(&id)
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.ConstraintName == "alert_rules_one" {
		return 0, fault.New(fault.Conflict, "there is a rule for this kind and character; change that one").WithField("kind")
	}
	if err != nil {
		return 0, fmt.Errorf("write an alert rule: %w", err)
	}
	return id, nil
}

// changeAlertRule changes a rule that nobody else can change meanwhile.
func changeAlertRule(ctx context.Context, db store.Beginner, id int64, change func(*AlertRule) error) (rule AlertRule, err error) {
	err = store.InTx(ctx, db, func(tx pgx.Tx) error {
		if rule, err = oneRule(ctx, tx, selectRules+` where id = $1 for update`, id); err != nil {
			return err
		}
		if err := change(&rule); err != nil {
			return err
		}
		settings, err := json.Marshal(rule.Settings)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update alert_rules set settings = $2, enabled = $3 where id = $1`, id, settings, rule.Enabled)
		return err
	})
	return rule, err
}

// deleteAlertRule removes a rule; fault.NotFound: there is none.
func deleteAlertRule(ctx context.Context, db store.Querier, id int64) error {
	tag, err := db.Exec(ctx, `delete from alert_rules where id = $1`, id)
	if err == nil && tag.RowsAffected() == 0 {
		return noSuchRule(id)
	}
	return err
}
