-- What a policy needs of a service that only the operator can do: a setting or a command, by names that the blueprint
-- knows. A worker asks; everything else is the operator's.
create table service_request (
    id uuid primary key,
    -- the work it is asked for: the same work asks for the same once
    asked_for uuid not null,
    service text not null,
    kind text not null check (kind in ('SETTING', 'COMMAND')),
    -- the file as the adapter calls it, or the command
    subject text not null,
    -- the key within the file; empty for a command
    setting text not null,
    -- as a person would write it, or the command's arguments
    value text not null,
    asked_at timestamptz not null,
    began_at timestamptz,
    -- the blueprint that it was begun with
    blueprint_hash text,
    ended_at timestamptz,
    outcome text check (outcome in ('DONE', 'PUT_BACK', 'REFUSED', 'FAILED')),
    why jsonb,
    -- why the former setting is being put back; null while it goes forward
    turned_back jsonb,
    -- what keeps it waiting just now
    trouble jsonb,
    retry_at timestamptz,
    attempts int not null default 0,
    -- whoever holds the highest number is the one that works on it
    fence bigint not null default 0,
    leased_until timestamptz,
    unique (asked_for, service, kind, subject, setting),
    check ((ended_at is null) = (outcome is null))
);

create index service_request_open on service_request (asked_at) where ended_at is null;
create index service_request_newest on service_request (service, asked_at desc);

-- What the files of services say by now that a policy wrote.
create table service_overlay (
    service text not null,
    file text not null,
    setting text not null,
    -- empty: it must stand nowhere
    value text not null,
    written_at timestamptz not null,
    primary key (service, file, setting)
);
