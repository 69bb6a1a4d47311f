-- whether a sign-in answered a request for a fresh one
alter table member_session add column asked boolean not null default false;
