-- The earlier Python service's cookies carry their own proof, so that one which
-- was signed out has to be remembered until it would have expired.

create table legacy_ended (
    signature   bytea primary key,
    expires_at  timestamptz not null
);
create index legacy_ended_expires_at on legacy_ended (expires_at);

-- The signature of the Python cookie that was issued along with a session, or that
-- the session was made of: they end together.
alter table sessions add legacy_signature bytea;
