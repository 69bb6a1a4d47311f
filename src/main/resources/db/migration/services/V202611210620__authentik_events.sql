-- up to when Authentik's events were looked at; one row
create table authentik_reading (
    only_row boolean primary key default true check (only_row),
    read_to timestamptz not null
);

-- events copied lately: what is read overlaps, so that one that was written late is not missed
create table authentik_copied (
    event uuid primary key,
    created_at timestamptz not null
);
create index authentik_copied_at on authentik_copied (created_at);
