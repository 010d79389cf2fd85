-- For each asset: what genesis gave out and blocks paid, and what all accounts hold. The difference
-- is 0, or value came from nowhere or was lost.
--
-- psql:        psql -f db/queries/conservation.sql
-- H2 console:  as it stands

select asset,
       sum(allocated) as allocated,
       sum(rewarded) as rewarded,
       sum(held) as held,
       sum(allocated) + sum(rewarded) - sum(held) as difference
from (select r.asset,
             case when r.kind = 'allocation' then r.amount else 0 end as allocated,
             case when r.kind = 'reward' then r.amount else 0 end as rewarded,
             0 as held
      from places p
      join recorded r on r.seq = p.seq
      where r.kind in ('allocation', 'reward')
      union all
      select asset, 0, 0, valid from accounts) counted
group by asset
order by asset;
