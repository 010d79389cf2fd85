-- Blocks in which the balances stored beside the transactions grow by anything but what the block
-- pays: none, unless somebody has edited rows.
--
-- psql:        psql -f db/queries/conservation_by_block.sql
-- H2 console:  as it stands

with legs as (
  select p.seq, p.block_index, r.receiver as address, r.asset, p.receiver_balance as balance,
         case when r.kind = 'transfer' then 0 else r.amount end as issued
  from places p
  join recorded r on r.seq = p.seq
  where r.kind <> 'post'
  union all
  select p.seq, p.block_index, r.sender, r.asset, p.sender_balance, 0
  from places p
  join recorded r on r.seq = p.seq
  where r.kind = 'transfer'
),
changes as (
  select block_index, asset, issued,
         balance - coalesce(lag(balance) over (partition by address, asset order by seq), 0)
           as change
  from legs
)
select block_index,
       asset,
       sum(issued) as issued,
       sum(change) as change,
       sum(change) - sum(issued) as difference
from changes
group by block_index, asset
having sum(change) <> sum(issued)
order by block_index, asset;
