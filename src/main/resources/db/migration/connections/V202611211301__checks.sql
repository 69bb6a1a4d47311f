-- What the last test of each connection found. What a service said about its settings stays when it cannot be asked again.
create table connection_check (
    service text primary key,
    checked_at timestamptz not null,
    took_ms integer not null,
    standing text not null check (standing in ('WELL', 'LACKING', 'UNREACHABLE')),
    standing_since timestamptz not null,
    version text,
    fault text,
    missing jsonb not null,
    findings jsonb,
    found_at timestamptz,
    check ((standing = 'UNREACHABLE') = (fault is not null)),
    check ((findings is null) = (found_at is null))
);
