-- Since when a service has not answered; what failed before this was written failed at least since it was last asked.
alter table service_answer add failing_since timestamptz;

update service_answer set failing_since = asked_at where kind = 'FAILED';

alter table service_answer add check ((kind = 'FAILED') = (failing_since is not null));
