-- Who may only read suits, too.
--
-- overlord_readonly is who Grafana and the assistant are: it reads the tables of
-- the contract and nothing else, for no longer than half a minute a statement.
-- It is made where this connection may make roles, and used where it is there.
do $$
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
	grant select on suits to overlord_readonly;
end
$$;
