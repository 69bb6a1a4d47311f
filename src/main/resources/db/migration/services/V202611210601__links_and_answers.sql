-- Goes with the member: a link or an answer about nobody is of no use.
create table service_link (
    member_id uuid not null references member on delete cascade,
    service text not null,
    account text not null,
    evidence text not null check (evidence in ('SUBJECT', 'OWN_RECORDS', 'OFFICER', 'CLAIMED')),
    proven_at timestamptz not null,
    primary key (member_id, service)
);

create table service_answer (
    member_id uuid not null references member on delete cascade,
    service text not null,
    kind text not null check (kind in ('ANSWERED', 'NO_ACCOUNT', 'AMBIGUOUS', 'NOT_CONFIGURED', 'FAILED')),
    fault text,
    asked_at timestamptz not null,
    retry_at timestamptz,
    summary jsonb,
    summary_as_of timestamptz,
    primary key (member_id, service),
    check ((kind = 'FAILED') = (fault is not null)),
    check ((summary is null) = (summary_as_of is null))
);
