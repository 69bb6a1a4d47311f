-- Members leave, records stay: they name a member by an id that then means nothing, so there is no foreign key.
create sequence audit_record_id;

create table audit_record (
    id bigint primary key,
    at timestamptz not null,
    actor_id uuid,
    actor_task text,
    member_id uuid,
    kind text not null,
    action text not null,
    details bytea,
    mac bytea not null
);

create index audit_record_member on audit_record (member_id, id) where member_id is not null;
create index audit_record_actor on audit_record (actor_id, id) where actor_id is not null;

-- Without its key nobody can read what was sealed about a member; the key goes with the member.
create table audit_member_key (
    member_id uuid primary key references member (id) on delete cascade,
    wrapped bytea not null,
    created_at timestamptz not null
);

create table audit_batch (
    number bigint primary key,
    ids bigint[] not null,
    digests bytea not null,
    last_id bigint not null,
    settled_id bigint not null,
    frontier bytea not null,
    checkpoint text not null,
    verifier text not null,
    at timestamptz not null
);

create index audit_batch_last on audit_batch (last_id);
