create table export_schedule (
    id uuid primary key,
    member_id uuid not null unique references member (id) on delete cascade,
    rhythm text not null check (rhythm in ('MONTHLY', 'QUARTERLY')),
    services text not null,
    form text not null,
    piece_bytes bigint not null,
    -- sealed
    passphrase bytea,
    began_on date not null,
    created_at timestamptz not null,
    next_at timestamptz not null,
    last_at timestamptz,
    last_outcome text check (last_outcome in ('BEGUN', 'STILL_RUNNING', 'NOTHING_CHOSEN'))
);

create index export_schedule_due on export_schedule (next_at);
