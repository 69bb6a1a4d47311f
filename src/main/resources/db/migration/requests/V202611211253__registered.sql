-- where an export stands in the register of requests about rights; null when nobody asked, as by a rhythm
alter table export_request add column request_id uuid;
