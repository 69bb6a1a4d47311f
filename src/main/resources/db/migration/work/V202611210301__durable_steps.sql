create table work_step (
    id uuid primary key,
    number bigint generated always as identity unique,
    kind text not null,
    about uuid not null,
    part text not null,
    member_id uuid,
    state text not null check (state in ('WAITING', 'RUNNING', 'RETRYING', 'NEEDS_ATTENTION', 'DONE', 'CANCELLED')),
    fence bigint not null default 0,
    attempts integer not null default 0,
    failures integer not null default 0,
    next_at timestamptz,
    why text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (kind, about, part)
);

create index work_step_about on work_step (about, number);
create index work_step_member on work_step (member_id, number);
create index work_step_attention on work_step (updated_at) where state = 'NEEDS_ATTENTION';

create table scheduled_tasks (
    task_name text not null,
    task_instance text not null,
    task_data bytea,
    execution_time timestamptz not null,
    picked boolean not null,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures integer,
    last_heartbeat timestamptz,
    version bigint not null,
    priority smallint,
    primary key (task_name, task_instance)
);

create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
