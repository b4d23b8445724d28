-- Kills that were counted when a character was heard of first, or again after a
-- gap: they were made while nobody looked, so that no pace can be told of them.
alter table telemetry_5m add column kills_unseen bigint not null default 0;
alter table telemetry_1h add column kills_unseen bigint not null default 0;
alter table telemetry_1d add column kills_unseen bigint not null default 0;
