-- Who did what: sign-ins and failures, changes of users and of what opens doors,
-- commands to plugins, exports.

create table audit_log (
    id           bigint generated always as identity primary key,
    "timestamp"  timestamptz not null,
    action       text not null,
    username     text not null,                        -- who; '' for a stranger
    via          text not null,                        -- how that was proved; 'console' for a command on the server itself
    address      inet,
    target       text not null,                        -- on whom, or on what
    ok           boolean not null,
    detail       text not null
);
create index audit_log_timestamp on audit_log ("timestamp");
create index audit_log_username on audit_log (username, id);
create index audit_log_action on audit_log (action, id);
