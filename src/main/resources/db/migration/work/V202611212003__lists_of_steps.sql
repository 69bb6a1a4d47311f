-- The lists of jobs, newest first.
create index work_step_open on work_step (number) where state in ('WAITING', 'RUNNING', 'RETRYING', 'NEEDS_ATTENTION');
create index work_step_ended on work_step (number) where state in ('DONE', 'CANCELLED');
drop index work_step_attention;
create index work_step_attention on work_step (number) where state = 'NEEDS_ATTENTION';
