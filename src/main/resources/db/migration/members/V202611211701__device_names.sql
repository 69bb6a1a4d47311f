-- Whether sign-ins are kept with what the browser calls itself; a member may do without.
alter table member add column device_names_kept boolean not null default true;
