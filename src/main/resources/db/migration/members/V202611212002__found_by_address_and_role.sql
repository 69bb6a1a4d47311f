-- An address is anybody's; few have a role besides being a member.
create index member_by_address on member (lower(email)) where email is not null;
create index member_with_role on member (seen_at) where roles <> '{MEMBER}';
