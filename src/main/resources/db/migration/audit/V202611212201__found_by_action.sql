-- Auditors look for one action among millions of records, however rare it is, newest first.
create index audit_record_action on audit_record (action, id);
