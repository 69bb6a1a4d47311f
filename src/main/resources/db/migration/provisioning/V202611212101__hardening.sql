-- When the operator last looked at the containers of its engine, and whether somebody asked it to look again.
create table hardening_look (
    one boolean primary key default true check (one),
    asked_at timestamptz,
    began_at timestamptz,
    -- moves while a look goes on; one that stands still was given up
    moved_at timestamptz,
    ended_at timestamptz,
    looked_at timestamptz,
    engine text,
    fault text,
    detail text,
    check ((fault is null) = (detail is null))
);

create table hardening_container (
    id text primary key,
    name text not null,
    image text not null,
    managed boolean not null,
    running boolean not null,
    looked_at timestamptz not null,
    findings jsonb not null
);

-- Reading through the files of an image takes long, and what is found stays true: the id is made of the content.
create table hardening_image (
    id text primary key,
    setuid jsonb not null,
    complete boolean not null,
    looked_at timestamptz not null
);
