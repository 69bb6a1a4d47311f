create table member (
    id uuid primary key,
    issuer text not null,
    subject text not null,
    username text not null,
    display_name text not null,
    email text,
    email_verified boolean not null default false,
    groups text[] not null default '{}',
    roles text[] not null default '{}',
    locale text,
    zone text,
    theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
    created_at timestamptz not null,
    seen_at timestamptz not null,
    constraint member_of_provider unique (issuer, subject)
);
