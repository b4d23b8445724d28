select exists (
	select from timescaledb_information.hypertables
	where hypertable_schema = current_schema() and hypertable_name = $1
)
