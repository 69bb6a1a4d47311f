-- Spring Session's own layout; attributes are JSON
create table spring_session (
    primary_id char(36) primary key,
    session_id char(36) not null,
    creation_time bigint not null,
    last_access_time bigint not null,
    max_inactive_interval int not null,
    expiry_time bigint not null,
    principal_name varchar(100)
);
create unique index spring_session_id on spring_session (session_id);
create index spring_session_expiry on spring_session (expiry_time);
create index spring_session_principal on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id char(36) not null references spring_session (primary_id) on delete cascade,
    attribute_name varchar(200) not null,
    attribute_bytes bytea not null,
    primary key (session_primary_id, attribute_name)
);

-- one row for each sign-in that is still in use; goes when its session goes
create table member_session (
    id uuid primary key,
    member_id uuid not null references member (id) on delete cascade,
    session_id char(36) not null unique,
    sid text,
    authenticated_at timestamptz not null,
    methods text[],
    signed_in_at timestamptz not null,
    checked_at timestamptz not null,
    check_started_at timestamptz,
    user_agent text not null,
    id_token bytea not null,
    refresh_token bytea
);
create index member_session_of_member on member_session (member_id, signed_in_at);

-- logout tokens already taken, until they would have expired anyway
create table logout_token (
    jti text primary key,
    expires_at timestamptz not null
);
