-- A member's trail of one kind is read as fast as the whole one, however rare the kind. What members did to their own
-- data is found by whom it is about; by who did it only what is about somebody else.
create index audit_record_about on audit_record (member_id, kind, id) where member_id is not null;
create index audit_record_by on audit_record (actor_id, kind, id)
    where actor_id is not null and member_id is distinct from actor_id;
drop index audit_record_member;
drop index audit_record_actor;
