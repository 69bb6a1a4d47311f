alter table archive add form text not null default 'ZIP' check (form in ('ZIP', 'TAR_ZST'));
-- greatest size of one piece in bytes; 0 for one file whatever its size
alter table archive add piece_bytes bigint not null default 0;
alter table archive add protected boolean not null default false;
-- sealed, and only until the archive is finished
alter table archive add passphrase bytea;

-- a large entry of which some parts are recorded
alter table archive_section add partial text;

-- its content is in the sealed pieces, its file deleted
alter table archive_part add gone boolean not null default false;

-- files that a member downloads: a range of the parts from pages to folders, then parts of its own
create table archive_piece (
    archive_id uuid not null references archive (id) on delete cascade,
    number integer not null,
    first bigint not null,
    length bigint not null,
    bytes bigint not null default 0,
    sha256 text not null default '',
    -- of an age file: what it begins with, its sealed key, and how much of the piece is in it
    header bytea,
    payload_key bytea,
    sealed bigint not null default 0,
    primary key (archive_id, number)
);

alter table archive_download add piece integer not null default 1;
alter table archive_download drop constraint archive_download_pkey;
alter table archive_download add primary key (archive_id, session, piece);

-- the directory of what is ready already becomes that of its only piece
insert into archive_piece (archive_id, number, first, length, bytes, sha256)
    select id, 1, 0, bytes - (select coalesce(sum(p.bytes), 0) from archive_part p
                              where p.archive_id = id and p.ordinal = 2147483647), bytes, sha256
    from archive where stage = 'READY';
update archive_part set ordinal = 1200000001 where ordinal = 2147483647;
