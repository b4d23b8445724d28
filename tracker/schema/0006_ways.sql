-- Where characters went: of each slot of 10 seconds the last place, packed by 5
-- minutes, so that a day's trails and an evening's replay are read from some
-- thousand rows, and outlive the retention of the events.
create table way_5m (
    bucket         timestamptz not null, -- its begin
    character_name text not null,
    places         bytea not null,       -- 28 bytes each, as ways.go packs them
    primary key (bucket, character_name)
) with (fillfactor = 80);

-- The last place so far, whose slot is not over yet; null: told before there
-- were ways.
alter table telemetry_last
    add column ew double precision,
    add column ns double precision,
    add column z  double precision;
