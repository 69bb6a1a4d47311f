-- Where services are and with what the portal identifies itself there, as far as administrators typed it.
-- A row stays when all is removed, so that its version is never used twice.
create table connection_typed (
    service text primary key,
    version integer not null,
    address text,
    address_at timestamptz,
    check ((address is null) = (address_at is null))
);

-- Sealed for the service, the secret's name and the address that was typed with it.
create table connection_secret (
    service text not null references connection_typed (service),
    name text not null,
    sealed bytea not null,
    typed_at timestamptz not null,
    primary key (service, name)
);

create table connection_author (
    service text not null,
    name text not null,
    member_id uuid not null references member (id) on delete cascade,
    at timestamptz not null,
    primary key (service, name)
);

create index connection_author_of_member on connection_author (member_id, at);
