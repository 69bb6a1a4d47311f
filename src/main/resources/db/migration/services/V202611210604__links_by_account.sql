create index service_link_account on service_link (service, account);
