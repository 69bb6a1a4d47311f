-- What administrators set, and what was found beside it.
insert into orphan (service, account, kind, first_seen_at, last_seen_at)
select pg_temp.service(n), '@left-' || n || ':grown.example', case when n % 2 = 0 then 'OWNER_GONE' else 'NOBODY_KNOWN' end, now(), now()
from generate_series(1, :members / 2) n;
insert into orphan_search (service, tried_at, searched_at, accounts)
select pg_temp.service(n), now(), now(), :members from generate_series(0, 7) n
on conflict do nothing;
insert into orphan_round (started_at, finished_at) values (now(), now()) on conflict do nothing;

insert into connection_check (service, checked_at, took_ms, standing, standing_since, version, missing, findings, found_at)
select pg_temp.service(n), now(), 12, 'WELL', now(), '1.2.3', '[]', '[]', now() from generate_series(0, 7) n
on conflict do nothing;
insert into federation_policy (id, base, version, stance, drafted_at, decided_at)
select pg_temp.of('policy', n), n - 1, n, 'OPEN', now(), now() from generate_series(1, greatest(10, :members / 1000)) n
union all select pg_temp.of('draft', n), greatest(10, :members / 1000), null, 'OPEN', now(), null from generate_series(1, 5) n;
insert into federation_server (policy, server)
select id, 'server' || n || '.example' from federation_policy, generate_series(1, 250) n;
insert into federation_denied (server, version) select distinct server, 1 from federation_server;
insert into federation_taken (service, position, version, at, measure, outcome)
select pg_temp.service(n), 0, 1, now(), pg_temp.said('portal.remark'), 'DONE' from generate_series(0, 7) n;
insert into federation_check (service, tried_at, checked_at, reach)
select pg_temp.service(n), now(), now(), pg_temp.said('portal.remark') from generate_series(0, 7) n
on conflict do nothing;
-- two thousand of each service is the most that is kept
insert into federation_drift (service, item, kind, what, mendable, first_seen_at, last_seen_at, accepted_at, reason)
select pg_temp.service(n), 'room ' || n, 'STORED', pg_temp.said('portal.remark'), false, now(), now(),
    case when n % 3 = 0 then now() end, case when n % 3 = 0 then 'It may stay.' end
from generate_series(1, least(16000, :members)) n;

insert into retention_rule (service, kind, period, purpose, version, confirmed_version, changed_at)
select 'portal', kind, 'P400D', 'Proof', 1, 1, now() from unnest(array['work_step', 'export_request', 'letter']) kind;
insert into retention_look (service, kind, rule_version, result, looked_at)
select service, kind, 1, 'AS_SET', now() from retention_rule;
insert into retention_plan (id, made_at, scheduled, state, needed, statement, expires_at, ended_at)
select pg_temp.of('plan', n), now() - n * interval '1 hour', true, case when n = 1 then 'WAITING' else 'DONE' end, 1, 'grown',
    now() + interval '1 day', case when n > 1 then now() - n * interval '1 hour' end
from generate_series(1, greatest(60, :members / 2)) n;
insert into retention_line (plan_id, place, service, kind, rule_version, period, before, state, items, bytes, people)
select pg_temp.of('plan', n), s, pg_temp.service(s), 'work_step', 1, 'P400D', now(), case when n = 1 then 'COUNTED' else 'DONE' end, 10, 10, 1
from generate_series(1, greatest(60, :members / 2)) n, generate_series(0, 7) s;
insert into retention_item (plan_id, service, kind, item, owner, bytes)
select pg_temp.of('plan', 1), 'portal', 'work_step', sha256(n::text::bytea), sha256((n % :members)::text::bytea), 1000
from generate_series(1, 2 * :members) n;
insert into retention_confirmation (plan_id, member_id, at)
select pg_temp.of('plan', n), pg_temp.administrator(), now() from generate_series(2, greatest(60, :members / 2)) n;

insert into settings_change (id, member_id, made_at, applied_at)
select pg_temp.of('change', n), case when n % 10 = 0 then pg_temp.busy() else pg_temp.of('member', 1 + n % :members) end,
    now() - n * interval '1 second', case when n % 5 > 0 then now() end
from generate_series(1, :members / 2) n;
insert into settings_item (change_id, member_id, service, setting, what, old_value, old_said, new_value, new_said, outcome)
select id, member_id, pg_temp.service(s), 'contact', pg_temp.said('portal.remark'), 'all', pg_temp.said('portal.remark'), 'none',
    pg_temp.said('portal.remark'), case when applied_at is not null then 'DONE' end
from settings_change, generate_series(0, 3) s;
insert into member_look (member_id, viewer_id, until)
select pg_temp.of('member', n), pg_temp.officer(), now() + interval '1 day' from generate_series(1, :members / 2) n;

insert into service_plan (id, service, deed, blueprint_hash, settings, asked_at, steps, digest, confirmed_digest, began_at, ended_at, outcome)
select pg_temp.of('house', n), pg_temp.service(n % 4), 'UP', 'grown', '{}', at,
    '[{"kind": "STOP_CONTAINER", "subject": "grown-1", "detail": ""}, {"kind": "START_CONTAINER", "subject": "grown-1", "detail": ""}]',
    'grown', 'grown', at, at, 'DONE'
from (select n, now() - n * interval '1 hour' as at from generate_series(1, 2 * :members) n) asked;
insert into service_plan_step (plan_id, kind, subject, began_at, ended_at)
select id, kind, 'grown-1', began_at, ended_at
from service_plan, unnest(array['STOP_CONTAINER', 'START_CONTAINER']) kind;
insert into service_request (id, asked_for, service, kind, subject, setting, value, asked_at, ended_at, outcome)
select pg_temp.of('request', n), pg_temp.of('work', n), pg_temp.service(n % 4), 'SETTING', 'grown.yaml', 'keep', '7d', at, at, 'DONE'
from (select n, now() - n * interval '1 hour' as at from generate_series(1, 2 * :members) n) asked;
insert into service_overlay (service, file, setting, value, written_at)
select pg_temp.service(n % 4), 'grown.yaml', 'keep' || n, '7d', now() from generate_series(1, 40) n;
