-- What only the member can do stands in the preview too, with its page; there the value before may be unknown.
alter table settings_item add column page text;
alter table settings_item alter column old_value drop not null;
alter table settings_item drop constraint settings_item_outcome_check;
alter table settings_item add constraint settings_item_outcome_check
    check (outcome in ('DONE', 'REFUSED', 'BY_MEMBER'));
