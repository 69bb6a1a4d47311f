-- What was in use before, sealed alike, until its successor was seen to work; null when there is nothing to go back to.
alter table connection_secret add column previous bytea;
