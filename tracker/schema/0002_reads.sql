-- What the stored reads need to stay cheap after years.

-- Kills, rares and deaths by UTC day of the events' timestamps. The recorder adds
-- to it in the transaction that stores the events.
create table daily_counts (
    day            date not null,
    character_name text not null,
    kills          bigint not null default 0,
    rares          bigint not null default 0,
    deaths         bigint not null default 0,
    primary key (day, character_name)
);

-- A database that was written before has its counts from yesterday on. Of kills
-- a day adds what is above the session's high-water mark of the days before it.
with marks as (
    select character_name, session_id, ("timestamp" at time zone 'UTC')::date as day, max(kills) as high
    from telemetry_events
    where "timestamp" >= (date_trunc('day', now() at time zone 'UTC') - interval '2 days') at time zone 'UTC'
    group by 1, 2, 3
), counts as (
    select day, character_name, greatest(0, high - coalesce(max(high) over (
        partition by character_name, session_id order by day rows between unbounded preceding and 1 preceding), 0)) as kills, 0 as rares, 0 as deaths
    from marks
    union all
    select ("timestamp" at time zone 'UTC')::date, character_name, 0, 1, 0 from rare_events
    union all
    select ("timestamp" at time zone 'UTC')::date, character_name, 0, 0, 1 from death_events
)
insert into daily_counts (day, character_name, kills, rares, deaths)
select day, character_name, sum(kills), sum(rares), sum(deaths) from counts
where day >= (now() at time zone 'UTC')::date - 1
group by 1, 2
having sum(kills) + sum(rares) + sum(deaths) > 0;

create index rare_events_character on rare_events (character_name, "timestamp" desc, id desc);
create index death_events_timestamp on death_events ("timestamp" desc);
create index death_events_character on death_events (character_name, "timestamp" desc);

-- Files of earlier services that were taken over, so that none is taken twice.
create table imports (
    name        text primary key,
    imported_at timestamptz not null default now(),
    count       integer not null -- of things that were taken from it
);
