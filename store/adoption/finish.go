package adoption

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// Tables moves the tables that are missing out of the reference into the old
// schema, with all that belongs to them.
func (s *Survey) Tables(ctx context.Context, db store.Querier) ([]Step, error) {
	keys, err := s.foreignKeys(ctx, db)
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, name := range s.missing() {
		steps = append(steps, Step{
			Say: "add the table " + name,
			SQL: fmt.Sprintf(`alter table %s set schema %s`, Quote(referenceSchema, name), Quote(s.Schema)),
		})
	}
	steps = append(steps, keys...)
	others, err := texts(ctx, db, `
		select format('alter routine %s set schema %I', p.oid::regprocedure, $2::text) from pg_proc p
		where p.pronamespace = $1::text::regnamespace and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
		union all
		select format('alter extension %I set schema %I', e.extname, $2::text) from pg_extension e where e.extnamespace = $1::text::regnamespace`, referenceSchema, s.Schema)
	for _, sql := range others {
		steps = append(steps, Step{SQL: sql})
	}
	return steps, err
}

// foreignKeys turns the references of the tables that are moved to the old
// tables, where they refer to those that are not.
func (s *Survey) foreignKeys(ctx context.Context, db store.Querier) ([]Step, error) {
	type key struct{ Table, Name, To, Definition string }
	keys, err := collect[key](ctx, db, `
		select t.relname, k.conname, f.relname, pg_get_constraintdef(k.oid)
		from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class f on f.oid = k.confrelid
		where k.contype = 'f' and k.connamespace = $1::text::regnamespace and f.relnamespace = $1::text::regnamespace`, referenceSchema)
	if err != nil {
		return nil, fmt.Errorf("read the references: %w", err)
	}
	var steps []Step
	for _, k := range keys {
		if s.found[k.Table] != nil || s.found[k.To] == nil {
			continue
		}
		definition := strings.ReplaceAll(k.Definition, referenceSchema+".", Quote(s.Schema)+".")
		steps = append(steps, Step{SQL: fmt.Sprintf(`alter table %s drop constraint %s, add constraint %[2]s %[3]s`, s.Name(k.Table), Quote(k.Name), definition)})
	}
	return steps, nil
}

// Grants gives the old tables' readers what they have of ours.
func (s *Survey) Grants(ctx context.Context, db store.Querier) ([]Step, error) {
	grants, err := texts(ctx, db, `
		with ours as (
			select c.* from pg_class c where c.relnamespace = $1::text::regnamespace and c.relname = any($3::text[])
		), granted as (
			select c.relname, null::name as attname, a.privilege_type, a.grantee from ours c, aclexplode(c.relacl) a where a.grantee <> c.relowner
			union all
			select c.relname, t.attname, a.privilege_type, a.grantee from ours c join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) a where a.grantee <> c.relowner
		)
		select format('grant %s%s on %I.%I to %s', privilege_type, ' (' || quote_ident(attname) || ')', $2::text, relname, coalesce(quote_ident(r.rolname), 'public'))
		from granted g left join pg_roles r on r.oid = g.grantee order by 1`, referenceSchema, s.Schema, s.shared())
	if err != nil || len(grants) == 0 {
		return nil, err
	}
	return []Step{{Say: "let the reading role read the old tables", SQL: strings.Join(grants, ";\n")}}, nil
}

// Finish notes that the migrations are applied and drops the reference.
func (s *Survey) Finish() []Step {
	return []Step{{
		Say: "note that the database is this server's",
		SQL: `drop schema ` + Quote(referenceSchema) + ` cascade`,
		Do: func(ctx context.Context, tx pgx.Tx) error {
			for _, m := range s.modules {
				if err := store.NoteApplied(ctx, tx, m.Name, m.Steps); err != nil {
					return err
				}
			}
			return nil
		},
	}}
}
