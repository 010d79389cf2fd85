-- Accounts whose balance or next nonce is not what their transactions add up to: none, unless
-- somebody has edited rows.
--
-- psql:        psql -f db/queries/wrong_balances.sql
-- H2 console:  as it stands

select address,
       asset,
       sum(valid) as valid,
       sum(moved) as added_up,
       sum(next_nonce) as next_nonce,
       sum(numbered) as counted
from (select address, asset, valid, 0 as moved, next_nonce, 0 as numbered from accounts
      union all
      select r.receiver, r.asset, 0, r.amount, 0, 0
      from places p
      join recorded r on r.seq = p.seq
      where r.kind <> 'post'
      union all
      select r.sender, r.asset, 0, -r.amount, 0, case when r.nonce is null then 0 else 1 end
      from places p
      join recorded r on r.seq = p.seq
      where r.kind = 'transfer') counted
group by address, asset
having sum(valid) <> sum(moved) or sum(next_nonce) <> sum(numbered)
order by asset, address;
