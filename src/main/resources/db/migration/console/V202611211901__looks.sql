-- Who may look at whose data for a few minutes, having said why; the reason itself is in the audit trail.
create table member_look (
    member_id uuid not null references member on delete cascade,
    viewer_id uuid not null references member on delete cascade,
    until timestamptz not null,
    primary key (member_id, viewer_id)
);
create index member_look_by_viewer on member_look (viewer_id);
