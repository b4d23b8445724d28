package auth

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"overlord/store/storetest"
)

// The list of what SKIP_SCHEMA_INIT looks for is what the migrations make.
func TestColumnsFileIsTheSchemas(t *testing.T) {
	t.Parallel()
	storetest.ColumnsFile(t, Migrate, Schema(), needs, "schema/columns.txt")
}

// Grafana and the assistant learn the users' names, and nothing else of accounts.
func TestTheReadingRoleReadsNamesOnly(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, Migrate)
	MustExec(t, pool, `insert into users (username, password_hash) values ('Asheron', 'a hash')`)
	storetest.ReadsOnly(t, pool, "overlord_readonly", nil,
		`select password_hash from users`, `select totp_secret from users`, `select * from sessions`, `delete from users`, `update users set is_admin = true`)
	storetest.As(t, pool, "overlord_readonly", func(conn *pgx.Conn) {
		var name string
		if err := conn.QueryRow(t.Context(), `select username from users where id = 1 and created_at is not null`).Scan(&name); err != nil || name != "Asheron" {
			t.Errorf("the users' names: %q, %v", name, err)
		}
	})
}
