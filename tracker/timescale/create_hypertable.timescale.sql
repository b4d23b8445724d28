select create_hypertable($1::text::regclass, by_range('timestamp', interval '1 day'), migrate_data => true)
