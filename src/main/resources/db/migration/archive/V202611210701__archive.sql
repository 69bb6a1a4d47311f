create table archive (
    id uuid primary key,
    member_id uuid not null references member (id) on delete cascade,
    reference text not null,
    stage text not null check (stage in ('GROWING', 'READY', 'EXPIRED', 'DISCARDED')),
    wrapped_key bytea,
    begun_at timestamptz not null,
    completed_at timestamptz,
    expires_at timestamptz,
    ended_at timestamptz,
    bytes bigint not null default 0,
    sha256 text not null default '',
    downloads integer not null default 0,
    check ((wrapped_key is null) = (stage in ('EXPIRED', 'DISCARDED')))
);

create index archive_member on archive (member_id, begun_at);
create index archive_expiring on archive (expires_at) where stage = 'READY';

-- one folder of one archive; where its reading got to lies in "cursor"
create table archive_section (
    archive_id uuid not null references archive (id) on delete cascade,
    section text not null,
    ordinal integer not null,
    cursor text not null default '',
    next_seq integer not null default 0,
    bytes bigint not null default 0,
    items bigint not null default 0,
    payload bigint not null default 0,
    missing bigint not null default 0,
    complete boolean not null default false,
    primary key (archive_id, section),
    unique (archive_id, ordinal)
);

-- files that count, in the order in which they make up the archive: pages 0, folders from 1, directory last
create table archive_part (
    archive_id uuid not null references archive (id) on delete cascade,
    ordinal integer not null,
    seq integer not null,
    journal boolean not null,
    file text not null,
    bytes bigint not null,
    primary key (archive_id, ordinal, seq)
);

-- sessions that may go on with a download they have started
create table archive_download (
    archive_id uuid not null references archive (id) on delete cascade,
    session bytea not null,
    started_at timestamptz not null,
    primary key (archive_id, session)
);
