-- What happened, summed up by the recorder in the transaction that stores the
-- events themselves: so that years of history are answered from few rows, and
-- outlive the retention of the events. Buckets begin at whole multiples of
-- their width in UTC.

-- By 5 minutes.
create table telemetry_5m (
    character_name      text not null,
    bucket              timestamptz not null,       -- its begin
    samples             bigint not null default 0,  -- telemetry events
    online_ms           bigint not null default 0,  -- time covered by telemetry, in ms; gaps above 30 s are not
    kills               bigint not null default 0,  -- what was added to char_stats
    deaths              bigint not null default 0,
    rares               bigint not null default 0,  -- rows of rare_events
    tapers_used         bigint not null default 0,  -- by how much the count fell within sessions
    tapers_last         integer,                    -- the last count
    kills_per_hour_last double precision,           -- the plugin's last reckoning,
    kills_per_hour_sum  double precision not null default 0,  -- all of its reckonings, summed up,
    kills_per_hour_n    bigint not null default 0,            -- and how many there were
    last_at             timestamptz,                -- the last telemetry; null: rares only
    primary key (character_name, bucket)
) with (fillfactor = 80);
create index telemetry_5m_bucket on telemetry_5m (bucket);

-- The same by the hour and by the UTC day.
create table telemetry_1h (like telemetry_5m including all) with (fillfactor = 80);
create table telemetry_1d (like telemetry_5m including all) with (fillfactor = 80);

-- The last telemetry of each character, to which the next is compared.
create table telemetry_last (
    character_name text primary key,
    session_id     text not null,
    at             timestamptz not null,
    tapers         integer
) with (fillfactor = 80);

-- Where monsters appeared, by the hour, on a grid of 0.1 degrees.
create table spawn_1h (
    hour   timestamptz not null,
    mob    text not null,
    ew     integer not null,  -- tenths of a degree
    ns     integer not null,  -- tenths of a degree
    spawns bigint not null,
    primary key (hour, mob, ew, ns)
) with (fillfactor = 80);
create index spawn_1h_mob on spawn_1h (mob, hour);

create table spawn_mobs_1h (
    hour   timestamptz not null,
    mob    text not null,
    spawns bigint not null,
    primary key (hour, mob)
) with (fillfactor = 80);
