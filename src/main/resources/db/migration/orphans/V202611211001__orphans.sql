-- An account whose owner the identity provider does not know, or of which nobody knows whose it is.
create table orphan (
    service text not null,
    account text not null,
    kind text not null check (kind in ('OWNER_GONE', 'NOBODY_KNOWN')),
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    primary key (service, account)
);

create table orphan_search (
    service text primary key,
    tried_at timestamptz not null,
    searched_at timestamptz,
    accounts bigint,
    fault text,
    check ((searched_at is null) = (accounts is null))
);

-- One search at a time, on whichever node.
create table orphan_round (
    one boolean primary key default true check (one),
    started_at timestamptz not null,
    finished_at timestamptz
);
