-- how much of the window has passed as far as looks at it saw, and when the last look was: a clock that jumps adds little
alter table erasure add column waited double precision not null default 0;
alter table erasure add column waited_at timestamptz;
