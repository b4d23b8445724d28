alter table telemetry_events set (
	timescaledb.compress, timescaledb.compress_segmentby = 'character_name', timescaledb.compress_orderby = '"timestamp" desc'
)
