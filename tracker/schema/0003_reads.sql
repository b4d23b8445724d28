-- What the stored reads need to stay cheap after years.

create index rare_events_character on rare_events (character_name, "timestamp" desc, id desc);
create index death_events_timestamp on death_events ("timestamp" desc);
create index death_events_character on death_events (character_name, "timestamp" desc);

-- Files of earlier services that were taken over, so that none is taken twice.
create table imports (
    name        text primary key,
    imported_at timestamptz not null default now(),
    count       integer not null -- of things that were taken from it
);
