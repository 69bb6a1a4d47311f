create sequence data_subject_request_number start with 1001;

-- The proof of handling: it stays, without the member, when the member goes. No free text belongs here.
create table data_subject_request (
    id uuid primary key,
    version integer not null,
    reference text not null unique,
    member_id uuid references member (id) on delete set null,
    token uuid not null,
    asked_right text not null check (asked_right in
        ('ACCESS', 'PORTABILITY', 'ERASURE', 'RECTIFICATION', 'RESTRICTION', 'OBJECTION', 'COMPLAINT')),
    state text not null check (state in ('OPEN', 'WAITING', 'ENDED')),
    on_behalf boolean not null,
    led_elsewhere boolean not null,
    clock text not null,
    clock_version date not null,
    received_on date not null,
    received_at timestamptz not null,
    identity_open boolean not null,
    identified_on date,
    acknowledge_by date,
    acknowledged_at timestamptz not null,
    pauses text not null,
    extended_at timestamptz,
    due_on date,
    due_at timestamptz,
    explanation text not null,
    ending text check (ending in ('FULFILLED', 'REFUSED', 'WITHDRAWN')),
    ended_at timestamptz,
    check ((state = 'ENDED') = (ending is not null) and (state = 'ENDED') = (ended_at is not null)),
    unique (member_id, token)
);

create index data_subject_request_of_member on data_subject_request (member_id, received_at);
create index data_subject_request_open on data_subject_request (coalesce(due_at, 'infinity'), id) where state <> 'ENDED';
create index data_subject_request_due on data_subject_request (due_at) where state = 'OPEN';
create index data_subject_request_ended on data_subject_request (ended_at) where state = 'ENDED';

-- Every word that was said about a request; goes with the member.
create table request_note (
    id bigint generated always as identity primary key,
    request_id uuid not null references data_subject_request (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    at timestamptz not null,
    author text not null check (author in ('MEMBER', 'OFFICER', 'PORTAL')),
    what text not null
);

create index request_note_of_request on request_note (request_id, id);
create index request_note_of_member on request_note (member_id, at);
