select coalesce(bool_or(compression_enabled), false) from timescaledb_information.hypertables
where hypertable_schema = current_schema() and hypertable_name = $1
