-- Whom the community's services may talk to. A draft has no version; the second of two drafts made from one version
-- cannot become the next one.
create table federation_policy (
    id uuid primary key,
    base int not null,
    version int unique,
    stance text not null check (stance in ('OPEN', 'ALLOW_LIST', 'CLOSED')),
    drafted_at timestamptz not null,
    decided_at timestamptz,
    check ((version is null) = (decided_at is null)),
    check (version is null or version = base + 1)
);
create index on federation_policy (drafted_at) where version is null;

create table federation_server (
    policy uuid not null references federation_policy on delete cascade,
    server text not null,
    primary key (policy, server)
);

-- What came of each measure when the policy was last carried out at a service.
create table federation_taken (
    service text not null,
    position int not null,
    version int not null,
    at timestamptz not null,
    measure text not null,
    outcome text not null check (outcome in ('DONE', 'ALREADY_SO', 'BY_HAND', 'REFUSED')),
    file text,
    setting text,
    value text,
    why text,
    primary key (service, position)
);

create table federation_check (
    service text primary key,
    tried_at timestamptz not null,
    checked_at timestamptz,
    fault text,
    reach text
);

create table federation_drift (
    id bigint generated always as identity primary key,
    service text not null,
    item text not null,
    kind text not null check (kind in ('CONFIGURATION', 'STORED')),
    what text not null,
    mendable boolean not null,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    accepted_at timestamptz,
    reason text,
    unique (service, item),
    check ((accepted_at is null) = (reason is null))
);
