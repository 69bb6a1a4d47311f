create index federation_drift_open on federation_drift (id) where accepted_at is null;
create index federation_drift_accepted on federation_drift (id) where accepted_at is not null;
