-- Records with the chain over them, before those that the portal wrote so far would come. One in a hundred is about one
-- busy member, one in fifty was made by the officer. Whoever links meanwhile waits for the lock.
select pg_advisory_xact_lock(x'6d616964616e0401'::bigint);
create temp table base as select nextval('audit_record_id') as id;
select setval('audit_record_id', base.id + :events) from base; -- what happens meanwhile comes behind
create temp table indexes as select indexdef from pg_indexes where tablename = 'audit_record' and indexname <> 'audit_record_pkey';
do $$
declare line text;
begin
    for line in select indexname from pg_indexes where tablename = 'audit_record' and indexname <> 'audit_record_pkey' loop
        execute 'drop index ' || line;
    end loop;
end $$;
insert into audit_record (id, at, actor_id, actor_task, member_id, kind, action, details, mac)
select base.id + n, now() - (:events - n) * interval '1 second',
    case when n % 50 = 0 then officer when n % 3 = 0 then null when n % 100 = 1 then busy else member end,
    case when n % 50 <> 0 and n % 3 = 0 then 'services.ask' end,
    case when n % 100 = 1 then busy when n % 20 <> 3 then member end,
    case when n % (:events / 10) = 1 then 'SECURITY' when n / 100 % 4 = 0 then 'ACCESS' else 'CHANGE' end,
    case when n % (:events / 10) = 1 then 'members.sign-in-refused'
        else (array['members.signed-in', 'console.member-looked-at', 'requests.ready'])[1 + n % 3] end, null,
    decode(repeat(md5(n::text), 2), 'hex')
from base, (select pg_temp.busy() as busy, pg_temp.officer() as officer) staff, generate_series(1::bigint, :events) n,
    lateral (select pg_temp.of('member', 1 + n * 7919 % :members) as member) about;
-- the auditor has just said why they look at the busy member, and looks for as long as it takes
update audit_record set kind = 'ACCESS', action = 'audit.member-looked-at', actor_id = pg_temp.auditor(), actor_task = null,
    member_id = pg_temp.busy(), at = now() + interval '1 day'
from base where audit_record.id = base.id + :events;
do $$
declare line text;
begin
    for line in select indexdef from indexes loop
        execute line;
    end loop;
end $$;
insert into audit_batch (number, ids, digests, last_id, settled_id, frontier, checkpoint, verifier, at)
select -(:events / 5000) + b, array(select base.id + n from generate_series(b * 5000::bigint + 1, (b + 1) * 5000) n),
    decode(repeat(md5(b::text), 10000), 'hex'), base.id + (b + 1) * 5000, base.id + (b + 1) * 5000, '', '', '', now()
from base, generate_series(0, :events / 5000 - 1) b;
update audit_batch set last_id = base.id + :events, settled_id = base.id + :events
from base where number = (select max(number) from audit_batch where checkpoint <> '');
