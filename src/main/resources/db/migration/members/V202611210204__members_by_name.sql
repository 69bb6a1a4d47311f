-- Members are listed by name, page after page, and found by how a name begins.
create index member_by_name on member (lower(username) collate "C", id);
