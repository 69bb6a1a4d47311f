-- Each server once that a policy ever denied, with the first version that did: however many versions there were, a page
-- reads no more than there are servers.
create table federation_denied (
    server text primary key,
    version int not null
);

insert into federation_denied (server, version)
select s.server, min(p.version) from federation_server s join federation_policy p on p.id = s.policy
where p.version is not null and p.stance = 'OPEN' group by s.server;
