with request as (
    insert into data_subject_request (id, version, reference, member_id, token, asked_right, state, on_behalf, led_elsewhere,
        clock, clock_version, received_on, received_at, identity_open, acknowledged_at, pauses, explanation, ending, ended_at)
    values (gen_random_uuid(), 1, 'D-planted', :member, gen_random_uuid(), 'RECTIFICATION', 'ENDED', false, false, 'eu',
        '2018-05-25', current_date, now(), false, now(), '[]', '[]', 'FULFILLED', now())
    returning id, member_id
), note as (
    insert into request_note (request_id, member_id, at, author, what)
    select id, member_id, now(), 'MEMBER', '{"key":"settings.why","args":["so it was said"]}' from request
)
insert into request_correction (request_id, member_id, fact, value)
select id, member_id, 'DISPLAY_NAME', 'Another name' from request;
insert into legal_hold (id, reference, token, member_id, formerly, service, kind, item, ground, confidential, placed_at,
    review_at, lifted_at, lifted_why)
values (gen_random_uuid(), 'H-planted', gen_random_uuid(), :member, :member, 'matrix', 'message', 'held', 'A claim', false,
    now(), now(), now(), 'Settled');
insert into service_claim (member_id, service, account, claimed_at) values (:member, 'gone', 'typed', now());
insert into service_proposal (id, member_id, service, account, born_from_sign_in, proposed_at, theirs, decided_at)
values (gen_random_uuid(), :member, 'gone', 'proposed', false, now(), false, now());
with change as (
    insert into settings_change (id, member_id, made_at, applied_at) values (gen_random_uuid(), :member, now(), now())
    returning id, member_id
)
insert into settings_item (change_id, member_id, service, setting, what, old_value, old_said, new_value, new_said, outcome,
    why, page)
select id, member_id, 'gone', 'planted', '{"key":"settings.why","args":["so it was said"]}', 'old', '{"key":"settings.why","args":["so it was said"]}', 'new', '{"key":"settings.why","args":["so it was said"]}', 'DONE', '{"key":"settings.why","args":["so it was said"]}', '/me'
from change;
insert into work_step (id, kind, about, part, member_id, state, why, created_at, updated_at)
values (gen_random_uuid(), 'requests.collect', gen_random_uuid(), 'planted', :member, 'DONE', '{"key":"settings.why","args":["so it was said"]}', now(), now());
update exported_service set why = '{"key":"settings.why","args":["so it was said"]}'
where export_id in (select id from export_request where member_id = :member);
update letter set why = '{"key":"settings.why","args":["so it was said"]}' where member_id = :member
