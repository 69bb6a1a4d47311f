-- When the operator wrote what only a file can say.
alter table federation_taken add column written_at timestamptz;
alter table federation_taken drop constraint federation_taken_outcome_check;
alter table federation_taken add constraint federation_taken_outcome_check
    check (outcome in ('DONE', 'ALREADY_SO', 'BY_HAND', 'WRITTEN', 'REFUSED'));
