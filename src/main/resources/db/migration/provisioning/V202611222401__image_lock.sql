-- Which image each name stood for when an administrator last confirmed a plan with it.
create table image_lock (
    -- such as docker.io/library/postgres:18
    reference text primary key,
    -- as the engine reported it
    image_id text not null,
    -- as its registry knows it, as the engine reported it; empty when it was read in from a file
    digests jsonb not null,
    confirmed_at timestamptz not null
);
