create table letter (
    id uuid primary key,
    member_id uuid not null references member (id) on delete cascade,
    key text not null unique,
    subject text not null,
    paragraphs text not null,
    path text not null,
    state text not null check (state in ('WAITING', 'SENT', 'NOT_SENT')),
    why text,
    created_at timestamptz not null,
    settled_at timestamptz
);

create index letter_member on letter (member_id, created_at);
create index letter_settled on letter (settled_at) where settled_at is not null;
