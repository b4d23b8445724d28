-- What the alerts remember of each character between two batches of the log,
-- and what finds rules and rows of the outbox quickly.

create table alert_state (
    character_name text primary key,
    last_seen      timestamptz not null, -- receipt of the last stored event
    online_since   timestamptz not null,
    anchor_ew      double precision,     -- null: no telemetry yet
    anchor_ns      double precision,
    still_since    timestamptz not null, -- the last move, kill or coming online
    away           text not null default '', -- idle or offline, while an alert about it stands
    away_since     timestamptz,
    held_deaths    integer not null default 0, -- deaths that no message told of
    silence_done   boolean not null default false,
    death_alert    timestamptz, -- when the last alert of the kind was
    idle_alert     timestamptz,
    offline_alert  timestamptz
) with (fillfactor = 50); -- rows change with every batch: room to do it in place

create unique index alert_rules_one on alert_rules (kind, coalesce(character_name, ''));
create index alert_outbox_open on alert_outbox (id) where state in ('waiting', 'sending', 'repeat', 'repeating');
create index alert_outbox_character on alert_outbox (character_name, id);
