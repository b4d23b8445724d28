-- Rows that a database had before this server began to write into it: those of an
-- adopted one. They are summed up in the background, a day at a time.

create table backlog (
    source      text primary key,     -- telemetry_events or spawn_events
    adopted_at  timestamptz not null,
    until       timestamptz,          -- later than all those rows; null: the recorder has not begun yet
    done_to     timestamptz,          -- the rows before are summed up; null: none are
    row_count   bigint not null default 0, -- that were summed up
    finished_at timestamptz
);

-- What the recorder stored among them, of a time before "until", and summed up
-- itself.
create table backlog_ours (
    source         text not null,
    name           text not null,     -- the character, or the monster
    session_id     text not null,
    "timestamp"    timestamptz not null,
    kills          bigint not null
);
create index backlog_ours_timestamp on backlog_ours (source, "timestamp");

-- What the summing up must know of the days before: the highest counts of each
-- session, and each character's last telemetry.
create table backlog_sessions (
    character_name text not null,
    session_id     text not null,
    kills          bigint not null,
    deaths         integer,
    primary key (character_name, session_id)
);
create table backlog_last (like telemetry_last including all);
