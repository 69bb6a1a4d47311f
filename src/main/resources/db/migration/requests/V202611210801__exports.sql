create sequence export_number start with 1001;

create table export_request (
    id uuid primary key,
    member_id uuid not null references member (id) on delete cascade,
    reference text not null unique,
    token uuid not null,
    state text not null check (state in ('COLLECTING', 'FINISHING', 'READY', 'CANCELLED', 'FAILED')),
    created_at timestamptz not null,
    finished_at timestamptz,
    expires_at timestamptz,
    unique (member_id, token)
);

create index export_request_of_member on export_request (member_id, created_at);
-- one at a time, whoever asks and however often
create unique index export_request_running on export_request (member_id) where state in ('COLLECTING', 'FINISHING');

create table exported_service (
    id uuid primary key,
    export_id uuid not null references export_request (id) on delete cascade,
    service text not null,
    place integer not null,
    state text not null check (state in ('PENDING', 'COLLECTED', 'NOTHING_HELD', 'LEFT_OUT')),
    expected_items bigint,
    expected_bytes bigint,
    items bigint not null,
    bytes bigint not null,
    missing bigint not null,
    why text,
    unique (export_id, service)
);
