-- A community of :members members with :events records of what happened, made of nothing: who is who follows from a
-- number, so that each run makes the same one. Members who signed in before are those who will look at its pages.
-- What a page lists is there sixty times at least, so that small and large communities fill a page alike.
set session_replication_role = replica; -- what refers to something is right, and checking it ten million times is slow

create function pg_temp.of(what text, number bigint) returns uuid language sql immutable as
$$ select md5(what || ' ' || number)::uuid $$;
create function pg_temp.said(key text, argument text default null) returns text language sql immutable as
$$ select jsonb_build_object('key', key, 'args', case when argument is null then '[]'::jsonb else jsonb_build_array(argument) end)::text $$;
create function pg_temp.service(number bigint) returns text language sql immutable as
$$ select (array['authentik', 'cryptpad', 'librechat', 'matrix', 'nextcloud', 'peertube', 'vaultwarden', 'portal'])[1 + number % 8] $$;
create function pg_temp.busy() returns uuid language sql stable as
$$ select id from public.member where subject = '11111111-1111-4111-8111-111111111111' $$;
create function pg_temp.officer() returns uuid language sql stable as
$$ select id from public.member where subject = '33333333-3333-4333-8333-333333333333' $$;
create function pg_temp.auditor() returns uuid language sql stable as
$$ select id from public.member where subject = '55555555-5555-4555-8555-555555555555' $$;
create function pg_temp.administrator() returns uuid language sql stable as
$$ select id from public.member where subject = '44444444-4444-4444-8444-444444444444' $$;

insert into member (id, issuer, subject, username, display_name, email, email_verified, groups, roles, locale, zone,
    created_at, seen_at)
select pg_temp.of('member', n), issuer, 'grown-' || n, substr(md5('name ' || n), 1, 8) || n, 'Member ' || n,
    'member' || n || '@grown.example', n % 10 <> 0, '{maidan-members}', '{MEMBER}', case when n % 2 = 0 then 'en' else 'de' end,
    'Europe/Berlin', now() - n % 900 * interval '1 day', now() - n % 90 * interval '1 day'
from generate_series(1, :members) n, (select issuer from member where id = pg_temp.busy()) provider;

insert into spring_session (primary_id, session_id, creation_time, last_access_time, max_inactive_interval, expiry_time,
    principal_name)
select pg_temp.of('web', n), pg_temp.of('session', n), millis, millis, 7200, millis + 72000000, pg_temp.of('member', n)
from generate_series(1, :members / 2) n, (select extract(epoch from now())::bigint * 1000 as millis) moment;
insert into spring_session_attributes (session_primary_id, attribute_name, attribute_bytes)
select pg_temp.of('web', n), 'grown', '\x7b7d' from generate_series(1, :members / 2) n;
insert into member_session (id, member_id, session_id, sid, authenticated_at, methods, signed_in_at, checked_at, user_agent, id_token)
select pg_temp.of('signed in', n), pg_temp.of('member', n), pg_temp.of('session', n), 'grown-' || n, now(), '{pwd}', now(),
    now(), 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', '\x00'
from generate_series(1, :members / 2) n;
insert into logout_token (jti, expires_at) select 'grown-' || n, now() + interval '1 hour' from generate_series(1, :members / 2) n;

insert into service_link (member_id, service, account, evidence, proven_at)
select pg_temp.of('member', n), pg_temp.service(s), 'account-' || n, 'SUBJECT', now()
from generate_series(1, :members) n, generate_series(0, 7) s where (n + s) % 2 = 0;
insert into service_answer (member_id, service, kind, fault, asked_at, failing_since, summary, summary_as_of)
select pg_temp.of('member', n), pg_temp.service(s), case when s = 3 and n % 50 = 0 then 'FAILED' else 'ANSWERED' end,
    case when s = 3 and n % 50 = 0 then 'TIMED_OUT' end, now(), case when s = 3 and n % 50 = 0 then now() end,
    jsonb_build_object('headline', pg_temp.said('portal.remark')::jsonb, 'remarks', '[]'::jsonb, 'categories', '[]'::jsonb,
        'hidden', '[]'::jsonb, 'reach', '[]'::jsonb), now()
from generate_series(1, :members) n, generate_series(0, 7) s where (n + s) % 2 = 0;
insert into service_proposal (id, member_id, service, account, born_from_sign_in, proposed_at, theirs, decided_at)
select pg_temp.of('proposal', n), pg_temp.of('member', 1 + n % :members), pg_temp.service(n), 'proposed-' || n, n % 2 = 0,
    now() - n * interval '1 minute', case when n % 2 = 0 then n % 4 = 0 end, case when n % 2 = 0 then now() end
from generate_series(1, :members) n;
insert into service_claim (member_id, service, account, claimed_at)
select pg_temp.of('member', n), 'cryptpad', 'claimed-' || n, now() from generate_series(1, :members / 2) n;
insert into authentik_copied (event, created_at) select pg_temp.of('event', n), now() from generate_series(1, :members) n;

insert into letter (id, member_id, key, subject, paragraphs, path, state, why, created_at, settled_at)
select pg_temp.of('letter', n), pg_temp.of('member', 1 + n % :members), 'grown-' || n, pg_temp.said('portal.remark'), '[]', '/me',
    case when n % 100 = 0 then 'NOT_SENT' else 'SENT' end, case when n % 100 = 0 then pg_temp.said('portal.remark') end,
    now() - n % 300 * interval '1 day', now() - n % 300 * interval '1 day'
from generate_series(1, 2 * :members) n;

insert into export_request (id, member_id, reference, token, state, created_at, finished_at, expires_at)
select pg_temp.of('export', n), case when n % 20 = 0 then pg_temp.busy() else pg_temp.of('member', 1 + n % :members) end,
    'G-' || n, pg_temp.of('export token', n), (array['READY', 'CANCELLED', 'FAILED'])[1 + n % 3], moment, moment,
    case when n % 3 = 0 then moment + interval '7 days' end
from generate_series(1, :members) n, lateral (select now() - n * interval '1 minute' - interval '8 days' as moment) times;
insert into exported_service (id, export_id, service, place, state, expected_items, expected_bytes, items, bytes, missing)
select pg_temp.of('exported ' || s, n), pg_temp.of('export', n), pg_temp.service(s), s, 'COLLECTED', 100, 1000000, 100, 1000000, 0
from generate_series(1, :members) n, generate_series(0, 3) s;
insert into export_schedule (id, member_id, rhythm, services, form, piece_bytes, began_on, created_at, next_at)
select pg_temp.of('schedule', n), pg_temp.of('member', n), 'MONTHLY', '', 'ZIP', 0, now(), now(), now() + interval '20 days'
from generate_series(1, :members / 2) n;
insert into archive (id, member_id, reference, stage, begun_at, completed_at, expires_at, ended_at, bytes, sha256)
select id, member_id, reference, 'EXPIRED', created_at, finished_at, created_at + interval '7 days', created_at + interval '7 days',
    4000000, repeat('ab', 32) from export_request where state = 'READY';
insert into archive_section (archive_id, section, ordinal, bytes, items, complete)
select id, pg_temp.service(s), s + 1, 1000000, 100, true from archive, generate_series(0, 3) s;
insert into archive_part (archive_id, ordinal, seq, journal, file, bytes, gone)
select id, s, 0, false, 'part', 1000000, true from archive, generate_series(0, 3) s;
insert into archive_piece (archive_id, number, first, length, bytes, sha256)
select id, 1, 0, 4000000, 4000000, repeat('ab', 32) from archive;
insert into archive_download (archive_id, session, started_at)
select id, decode(md5(id::text), 'hex'), begun_at from archive;
