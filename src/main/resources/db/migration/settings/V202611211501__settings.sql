-- What a member wants changed about their privacy settings, with the values before, so that it can be undone.
create table settings_change (
    id uuid primary key,
    member_id uuid not null references member on delete cascade,
    made_at timestamptz not null,
    applied_at timestamptz
);
create index on settings_change (member_id, made_at desc);

create table settings_item (
    change_id uuid not null references settings_change on delete cascade,
    member_id uuid not null references member on delete cascade,
    service text not null,
    setting text not null,
    what text not null,
    old_value text not null,
    old_said text not null,
    new_value text not null,
    new_said text not null,
    outcome text check (outcome in ('DONE', 'REFUSED')),
    why text,
    primary key (change_id, service, setting)
);
create index on settings_item (member_id, change_id);
