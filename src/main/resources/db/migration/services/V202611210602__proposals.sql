alter table service_link drop constraint service_link_evidence_check;
alter table service_link add constraint service_link_evidence_check
    check (evidence in ('SUBJECT', 'OWN_RECORDS', 'ADDRESS', 'OFFICER', 'CLAIMED'));

-- An account that bears a member's e-mail address, and what the privacy officer said to it.
create table service_proposal (
    id uuid primary key,
    member_id uuid not null references member on delete cascade,
    service text not null,
    account text not null,
    born_from_sign_in boolean not null,
    proposed_at timestamptz not null,
    theirs boolean,
    decided_at timestamptz,
    unique (member_id, service, account),
    check ((theirs is null) = (decided_at is null))
);
create index service_proposal_open on service_proposal (proposed_at, id) where theirs is null;
