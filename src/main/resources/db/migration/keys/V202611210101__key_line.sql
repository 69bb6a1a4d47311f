create table key_line (
    purpose text primary key,
    keyset bytea not null,
    kek text not null,
    version bigint not null default 1,
    created_at timestamptz not null,
    rotated_at timestamptz not null
);
