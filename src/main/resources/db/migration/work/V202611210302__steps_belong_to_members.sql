-- what is left to do for somebody who is gone is nothing
alter table work_step add constraint work_step_of_member
    foreign key (member_id) references member (id) on delete cascade;
