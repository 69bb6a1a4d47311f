-- The values that a service was last brought up with are looked for whenever its page is opened.
create index service_plan_last_settings on service_plan (service, ended_at desc) where deed = 'UP' and outcome = 'DONE';
