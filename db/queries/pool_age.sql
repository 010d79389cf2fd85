-- What is pending: of each kind how many, when the oldest and the newest were accepted, and for how
-- many seconds the oldest has been waiting.
--
-- now   the moment to count from, such as 2026-01-01T12:00:00Z
--
-- psql:        psql -v now=now -f db/queries/pool_age.sql
-- H2 console:  write current_timestamp in the place of :'now'

select kind,
       count(*) as pending,
       min(accepted) as oldest,
       max(accepted) as newest,
       extract(epoch from cast(:'now' as timestamp with time zone))
         - extract(epoch from cast(min(accepted) as timestamp with time zone)) as seconds
from pool_readable
group by kind
order by kind;
