-- Requests about rights, erasures, legal holds and what is left to do.
insert into data_subject_request (id, version, reference, member_id, token, asked_right, state, on_behalf, led_elsewhere,
    clock, clock_version, received_on, received_at, identity_open, acknowledged_at, pauses, due_on, due_at, explanation,
    ending, ended_at)
select pg_temp.of('request', n), 1, 'G-' || n, case when n % 5 = 0 then pg_temp.busy() else pg_temp.of('member', 1 + n % :members) end,
    pg_temp.of('request token', n), (array['ACCESS', 'PORTABILITY', 'RECTIFICATION', 'RESTRICTION', 'OBJECTION'])[1 + n % 5],
    case when open then 'OPEN' else 'ENDED' end, n % 7 = 0, false, 'eu', '2018-05-25', moment::date, moment, false, moment, '[]',
    (moment + interval '1 month')::date, moment + interval '1 month',
    jsonb_build_array(pg_temp.said('rights.clock.received', to_char(moment, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))::jsonb),
    case when not open then 'FULFILLED' end, case when not open then moment + interval '10 days' end
from generate_series(1, greatest(120, :members / 2)) n,
    lateral (select n <= greatest(60, :members / 25) as open) kept,
    lateral (select case when open then now() - n % 20 * interval '1 day' - case when n % 100 = 0 then interval '40 days' else '0' end
        else now() - interval '20 days' - n * interval '1 minute' end as moment) times;
insert into request_note (request_id, member_id, at, author, what)
select id, member_id, received_at + s * interval '1 hour', (array['MEMBER', 'OFFICER', 'PORTAL'])[s],
    pg_temp.said('rights.note.words', 'I would like an answer.')
from data_subject_request, generate_series(1, 3) s;
insert into request_correction (request_id, member_id, fact, value)
select id, member_id, 'DISPLAY_NAME', 'Another name' from data_subject_request where asked_right = 'RECTIFICATION';
insert into corrected_service (request_id, service, outcome)
select request_id, pg_temp.service(s), 'CORRECTED' from request_correction, generate_series(0, 3) s;
insert into member_restriction (member_id, request_id, since, ends_at)
select distinct on (member_id) member_id, id, received_at, case when hashtext(id::text) % 4 = 0 then now() - interval '1 day' end
from data_subject_request where asked_right = 'RESTRICTION' and member_id <> pg_temp.busy();

insert into erasure (id, member_id, reference, token, state, replayed, asked_at, starts_at, began_at, ended_at)
select pg_temp.of('erasure', n), case when not done then pg_temp.of('member', n) when n % 10 = 0 then pg_temp.busy() end,
    'G-' || n, pg_temp.of('erasure token', n), case when not done then 'WINDOW' when n % 10 = 0 then 'CANCELLED' else 'DONE' end,
    false, now() - n * interval '1 minute', now() + interval '7 days', null, case when done then now() - n * interval '1 minute' end
from generate_series(1, :members / 2) n, lateral (select n > :members / 100 as done) kept;
insert into erasure_service (erasure_id, service, place, phase, state, settled_at)
select pg_temp.of('erasure', n), pg_temp.service(s), s, 1, 'ERASED', now()
from generate_series(1, :members / 2) n, generate_series(0, 7) s;
insert into erasure_receipt (erasure_id, number, at, statement)
select pg_temp.of('erasure', n), 1, now(), repeat('receipt ', 100) from generate_series(1, :members / 2) n;

insert into legal_hold (id, reference, token, member_id, formerly, service, kind, item, ground, confidential, owner_id,
    placed_at, review_at, lifted_at, lifted_why)
select pg_temp.of('hold', n), 'G-' || n, pg_temp.of('hold token', n), pg_temp.of('member', n), pg_temp.of('member', n),
    pg_temp.service(n), 'account', 'held-' || n, 'A claim before the court.', n % 2 = 0, pg_temp.officer(),
    now() - n * interval '1 minute', now() + (n % 90 - 2) * interval '1 day',
    case when n % 3 = 0 then now() - interval '1 day' end, case when n % 3 = 0 then 'It was settled.' end
from generate_series(1, greatest(120, :members / 2)) n;
insert into erasure_hold (erasure_id, service, hold_id, item)
select pg_temp.of('erasure', n), pg_temp.service(n), pg_temp.of('hold', n), '\x00' from generate_series(1, :members / 5) n;

insert into work_step (id, kind, about, part, member_id, state, attempts, failures, next_at, why, created_at, updated_at)
select pg_temp.of('step', n), 'requests.collect', pg_temp.of('export', n), pg_temp.service(n),
    case when n % 100 = 0 then pg_temp.busy() else pg_temp.of('member', 1 + n % :members) end,
    case when n <= :members / 5 then 'NEEDS_ATTENTION' when n <= :members / 2 then 'RETRYING' when n % 20 = 0 then 'CANCELLED'
        else 'DONE' end,
    3, 3, case when n between :members / 5 + 1 and :members / 2 then now() + interval '30 days' end,
    case when n <= :members / 2 then pg_temp.said('portal.remark') end, now() - interval '1 hour', now() - n * interval '1 second'
from generate_series(1, 3 * :members) n;
insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version, priority)
select 'work.step', pg_temp.of('step', n)::text, now() + interval '30 days', false, 1, 50
from generate_series(:members / 5 + 1, :members / 2) n;
