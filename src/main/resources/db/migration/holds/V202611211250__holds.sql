create sequence legal_hold_number start with 1001;

create table legal_hold (
    id uuid primary key,
    reference text not null unique,
    token uuid not null unique,
    -- whose it is, as long as the portal knows them; the key beside it stays until the hold is lifted
    member_id uuid references member (id) on delete set null,
    formerly uuid not null,
    service text not null,
    kind text not null,
    item text not null,
    ground text not null,
    confidential boolean not null,
    -- the officer who answers for it
    owner_id uuid references member (id) on delete set null,
    placed_at timestamptz not null,
    review_at timestamptz not null,
    lifted_at timestamptz,
    lifted_why text,
    check ((lifted_at is null) = (lifted_why is null))
);

create index legal_hold_of_member on legal_hold (member_id, placed_at);
create index legal_hold_of_owner on legal_hold (owner_id);
create index legal_hold_of_account on legal_hold (formerly, service) where lifted_at is null;
create index legal_hold_on_item on legal_hold (service, kind, item) where lifted_at is null;
create index legal_hold_to_review on legal_hold (review_at, id) where lifted_at is null;
create index legal_hold_lifted on legal_hold (lifted_at) where lifted_at is not null;
