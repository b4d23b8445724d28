-- What opens doors besides passwords. Of every secret only a hash is kept.

create table invitations (
    id           uuid primary key,
    token_hash   text not null unique,                 -- SHA-256, base64url
    is_admin     boolean not null,
    permissions  text[] not null,
    note         text not null,
    created_by   text not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    used_at      timestamptz,                          -- it opens once
    used_by      text
);

create table api_tokens (
    id            uuid primary key,
    user_id       bigint not null references users on delete cascade,
    name          text not null,
    token_hash    text not null unique,                -- SHA-256, base64url
    permissions   text[] not null,                     -- as far as the user has them
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    last_used_at  timestamptz                          -- to the half minute
);
create index api_tokens_user_id on api_tokens (user_id);

create table plugin_secrets (
    id            uuid primary key,
    name          text not null unique,
    secret_hash   bytea not null unique,               -- SHA-256
    created_by    text not null,
    created_at    timestamptz not null,
    last_used_at  timestamptz,
    last_address  inet
);

-- With which secret each character's plugin came last.
create table plugin_secret_uses (
    character_name  text primary key,
    secret_name     text not null,
    since           timestamptz not null
);
