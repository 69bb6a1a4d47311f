-- Which account a member says is theirs, at a service that does not say it. Goes with the member.
create table service_claim (
    member_id uuid not null references member on delete cascade,
    service text not null,
    account text not null,
    claimed_at timestamptz not null,
    primary key (member_id, service)
);
create index service_claim_account on service_claim (service, account);
