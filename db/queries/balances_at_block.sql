-- What every account held right after a block, added up from the transactions themselves.
--
-- block   the index of the block
--
-- psql:        psql -v block=100 -f db/queries/balances_at_block.sql
-- H2 console:  write '100' in the place of each :'block'

select address, asset, sum(amount) as balance
from (select r.receiver as address, r.asset, r.amount
      from places p
      join recorded r on r.seq = p.seq
      where r.kind <> 'post' and p.block_index <= cast(:'block' as bigint)
      union all
      select r.sender, r.asset, -r.amount
      from places p
      join recorded r on r.seq = p.seq
      where r.kind = 'transfer' and p.block_index <= cast(:'block' as bigint)) moved
group by address, asset
order by asset, address;
