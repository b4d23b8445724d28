-- Who may only read.
--
-- overlord_readonly is who Grafana and the assistant are: it reads the tables of
-- the contract and nothing else, for no longer than half a minute a statement.
-- It is made where this connection may make roles, and used where it is there.
do $$
declare
	wanted text;
begin
	begin
		if not exists (select from pg_roles where rolname = 'overlord_readonly') then
			create role overlord_readonly nologin;
		end if;
		if not exists (select from pg_roles where rolname = 'overlord_readonly' and rolconfig::text like '%statement_timeout%') then
			alter role overlord_readonly set statement_timeout = '30s';
			alter role overlord_readonly set default_transaction_read_only = on;
		end if;
	exception when insufficient_privilege or duplicate_object or unique_violation or internal_error then
		null; -- it may not, or another database of this server is doing the same just now
	end;
	if not exists (select from pg_roles where rolname = 'overlord_readonly') then
		return;
	end if;
	foreach wanted in array array['items', 'item_combat_stats', 'item_requirements', 'item_enhancements', 'item_ratings', 'item_spells', 'item_raw_data',
		'ingest_cursor', 'inventory_state'] loop
		execute format('grant select on %I to overlord_readonly', wanted);
	end loop;
end
$$;
