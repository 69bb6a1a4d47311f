drop index data_subject_request_ended;
create index data_subject_request_ended on data_subject_request (ended_at, id) where state = 'ENDED';
create index member_restriction_since on member_restriction (since, member_id);
create index member_restriction_of_request on member_restriction (request_id);
