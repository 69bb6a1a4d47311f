alter table erasure_service drop constraint erasure_service_state_check;
alter table erasure_service add constraint erasure_service_state_check
    check (state in ('PENDING', 'ERASED', 'NOTHING_HELD', 'HELD', 'LEFT'));

-- what went before something that was held back could go too
alter table erasure_service add column erased_before text not null default '[]';

-- what a legal claim kept back when the service was erased; the row goes once it was erased too
create table erasure_hold (
    erasure_id uuid not null,
    service text not null,
    hold_id uuid not null,
    -- sealed
    item bytea not null,
    primary key (erasure_id, service, hold_id),
    foreign key (erasure_id, service) references erasure_service (erasure_id, service) on delete cascade
);

create index erasure_hold_of_hold on erasure_hold (hold_id);
