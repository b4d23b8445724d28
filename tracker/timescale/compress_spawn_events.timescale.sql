alter table spawn_events set (
	timescaledb.compress, timescaledb.compress_segmentby = 'mob', timescaledb.compress_orderby = '"timestamp" desc'
)
