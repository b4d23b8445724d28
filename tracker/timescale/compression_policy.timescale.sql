select add_compression_policy($1::text::regclass, compress_after => interval '7 days', if_not_exists => true)
