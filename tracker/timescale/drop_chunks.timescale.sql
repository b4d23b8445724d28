select drop_chunks($1::text::regclass, older_than => $2::interval)::text
