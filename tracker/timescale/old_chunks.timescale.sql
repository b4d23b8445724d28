select chunk::text from show_chunks($1::text::regclass, older_than => $2::interval) chunk order by 1
