-- Codes that change every half minute, for users who want them. users.totp_secret
-- holds the secret that they are made of, sealed with SECRET_KEY.

create table second_factors (
    user_id     bigint primary key references users on delete cascade,
    pending     bytea,                                 -- sealed; becomes users.totp_secret with its first right code
    pending_at  timestamptz,
    last_step   bigint not null default 0              -- of the last code that was used: each opens once
);

create table recovery_codes (
    user_id    bigint not null references users on delete cascade,
    code_hash  bytea not null,                         -- SHA-256; a used one is deleted
    primary key (user_id, code_hash)
);
