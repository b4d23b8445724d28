-- What the rollups of telemetry with buckets of a width ($1) must be: a fold over all
-- rows of the tables, old and new, which knows nothing of how they were summed up.
-- Kills and deaths are what the highest count of a session rose by.
with t as (
    select character_name, session_id, "timestamp"::timestamptz as at, kills::bigint as kills, deaths::bigint as deaths from telemetry_events
), risen as (
    select character_name, at,
        greatest(kills, coalesce(max(kills) over before, 0)) - coalesce(max(kills) over before, 0) as kills,
        greatest(deaths, max(deaths) over before) - max(deaths) over before as deaths
    from t window before as (partition by character_name, session_id order by at, kills rows between unbounded preceding and 1 preceding)
), all_of_it as (
    select character_name, date_bin($1, at, '2001-01-01 00:00+00') as bucket, 1 as samples, kills, coalesce(deaths, 0) as deaths, 0 as rares from risen
    union all
    select character_name, date_bin($1, "timestamp"::timestamptz, '2001-01-01 00:00+00'), 0, 0, 0, 1 from rare_events
)
select character_name::text, bucket, sum(samples)::bigint, sum(kills)::bigint, sum(deaths)::bigint, sum(rares)::bigint from all_of_it group by 1, 2 order by 1, 2
