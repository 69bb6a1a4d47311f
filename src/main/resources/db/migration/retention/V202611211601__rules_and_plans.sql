create table retention_rule (
    service text not null,
    kind text not null,
    period text not null,
    purpose text not null,
    version integer not null,
    -- the version that people let go to work
    confirmed_version integer,
    changed_at timestamptz not null,
    primary key (service, kind)
);

create table retention_plan (
    id uuid primary key,
    made_at timestamptz not null,
    scheduled boolean not null,
    state text not null check (state in ('COUNTING', 'WAITING', 'RUNNING', 'DONE', 'DROPPED')),
    needed integer not null default 1,
    statement text,
    expires_at timestamptz,
    ended_at timestamptz
);

create index retention_plan_made on retention_plan (made_at, id);
create index retention_plan_waiting on retention_plan (expires_at) where state = 'WAITING';
create index retention_plan_unended on retention_plan (made_at) where ended_at is null;

create table retention_line (
    plan_id uuid not null references retention_plan (id) on delete cascade,
    place integer not null,
    service text not null,
    kind text not null,
    rule_version integer not null,
    period text not null,
    before timestamptz not null,
    state text not null check (state in ('COUNTING', 'COUNTED', 'RUNNING', 'DONE')),
    cursor text not null default '',
    blocked text not null default '',
    pass integer not null default 0,
    touched bigint not null default 0,
    items bigint not null default 0,
    bytes bigint not null default 0,
    people bigint not null default 0,
    oldest timestamptz,
    others bigint not null default 0,
    spared text not null default '{}',
    stayed text not null default '{}',
    found text,
    outcome text,
    why text,
    primary key (plan_id, service, kind)
);

create table retention_item (
    plan_id uuid not null,
    service text not null,
    kind text not null,
    item bytea not null,
    owner bytea,
    bytes bigint not null,
    primary key (plan_id, service, kind, item),
    foreign key (plan_id, service, kind) references retention_line (plan_id, service, kind) on delete cascade
);

create table retention_confirmation (
    plan_id uuid not null references retention_plan (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    at timestamptz not null,
    primary key (plan_id, member_id)
);

create index retention_confirmation_of_member on retention_confirmation (member_id, at);

create table retention_look (
    service text not null,
    kind text not null,
    rule_version integer not null,
    result text not null check (result in ('AS_SET', 'DRIFTED', 'OVERDUE', 'UNSAID', 'FAILED')),
    found text,
    looked_at timestamptz not null,
    primary key (service, kind)
);

create index export_request_finished on export_request (finished_at, id);
create index work_step_settled on work_step (updated_at, id) where state in ('DONE', 'CANCELLED');
