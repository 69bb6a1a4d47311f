create table request_correction (
    request_id uuid primary key references data_subject_request (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    fact text not null check (fact in ('DISPLAY_NAME', 'EMAIL')),
    value text not null,
    accepted_at timestamptz
);

create index request_correction_of_member on request_correction (member_id);

create table corrected_service (
    request_id uuid not null references request_correction (request_id) on delete cascade,
    service text not null,
    outcome text not null check (outcome in ('PENDING', 'CORRECTED', 'NOTHING_THERE', 'NOT_CORRECTED')),
    primary key (request_id, service)
);

create table member_restriction (
    member_id uuid primary key references member (id) on delete cascade,
    request_id uuid references data_subject_request (id) on delete set null,
    since timestamptz not null,
    ends_at timestamptz
);

drop index data_subject_request_due;
create index data_subject_request_due on data_subject_request (due_at) where ended_at is null;
