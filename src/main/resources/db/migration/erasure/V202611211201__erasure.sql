create sequence erasure_number start with 1001;

-- The row outlives the member: without their id it is the proof of what was done, and no key leads back to them.
create table erasure (
    id uuid primary key,
    member_id uuid,
    request_id uuid,
    reference text not null unique,
    token uuid not null unique,
    state text not null check (state in ('WINDOW', 'ERASING', 'DONE', 'CANCELLED')),
    replayed boolean not null,
    asked_at timestamptz not null,
    starts_at timestamptz not null,
    began_at timestamptz,
    ended_at timestamptz,
    -- sealed: whom services know; forgotten after the last look
    person bytea,
    receipt_digest bytea unique,
    receipt_until timestamptz
);

create index erasure_of_member on erasure (member_id, asked_at);
create index erasure_ended on erasure (ended_at);
-- one at a time, whoever asks and however often
create unique index erasure_running on erasure (member_id) where state in ('WINDOW', 'ERASING');

create table erasure_service (
    erasure_id uuid not null references erasure (id) on delete cascade,
    service text not null,
    place integer not null,
    phase integer not null,
    state text not null check (state in ('PENDING', 'ERASED', 'NOTHING_HELD', 'LEFT')),
    -- sealed
    account bytea,
    handle bytea,
    erased text not null default '[]',
    retained text not null default '[]',
    beyond_reach text not null default '[]',
    why text,
    settled_at timestamptz,
    found text,
    probed_at timestamptz,
    primary key (erasure_id, service)
);

create table erasure_receipt (
    erasure_id uuid not null references erasure (id) on delete cascade,
    number integer not null,
    at timestamptz not null,
    statement text not null,
    primary key (erasure_id, number)
);

-- how much of the ledger this database knows: less than the ledger holds means that it was restored
create table erasure_ledger (
    only_row boolean primary key default true check (only_row),
    entries bigint not null
);

insert into erasure_ledger values (true, 0);
