-- What somebody wants done with a service, and how far the operator is with it. A page writes what is asked for and
-- that it was confirmed; everything else is the operator's, which takes nothing from here but names and values.
create table service_plan (
    id uuid primary key,
    service text not null,
    deed text not null,
    blueprint_hash text not null,
    settings jsonb not null,
    asked_at timestamptz not null,
    -- what it comes to; null until the operator has looked
    steps jsonb,
    digest text,
    prepared_at timestamptz,
    -- the digest of the steps that were confirmed
    confirmed_digest text,
    confirmed_at timestamptz,
    dropped_at timestamptz,
    began_at timestamptz,
    ended_at timestamptz,
    outcome text,
    why jsonb,
    -- why everything is being put back; null while it goes forward
    turned_back jsonb,
    -- what keeps it waiting just now
    trouble jsonb,
    retry_at timestamptz,
    attempts int not null default 0,
    -- whoever holds the highest number is the one that works on it
    fence bigint not null default 0,
    leased_until timestamptz,
    fetching text,
    fetched_done bigint,
    fetched_total bigint,
    check ((steps is null) = (digest is null)),
    check ((ended_at is null) = (outcome is null))
);

create unique index service_plan_one_at_a_time on service_plan (service) where ended_at is null and dropped_at is null;

create index service_plan_newest on service_plan (service, asked_at desc);

create table service_plan_step (
    plan_id uuid not null references service_plan on delete cascade,
    kind text not null,
    subject text not null,
    began_at timestamptz not null,
    ended_at timestamptz,
    primary key (plan_id, kind, subject)
);

create table service_container (
    name text primary key,
    service text not null,
    image_id text not null,
    blueprint_hash text not null,
    running boolean not null,
    health text not null,
    seen_at timestamptz not null
);

create table service_usage (
    container text not null,
    at timestamptz not null,
    memory bigint not null,
    memory_limit bigint not null,
    cpu int not null,
    primary key (container, at)
);

-- The end of what a container wrote, its secrets masked: asked for by a page, gone ten minutes after it was read.
create table service_log (
    container text primary key,
    asked_at timestamptz not null,
    lines jsonb,
    read_at timestamptz
);
