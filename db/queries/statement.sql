-- What came to an account and what it paid, in the order of the chain, with the balance after each:
-- once added up here, once as it is stored beside the transaction.
--
-- address   the account, in any case of letters
-- asset     the code of the asset
--
-- psql:        psql -v address=treasury -v asset=COIN -f db/queries/statement.sql
-- H2 console:  write 'treasury' in the place of each :'address', 'COIN' of each :'asset'

select m.block_index,
       m.position,
       b."timestamp" as block_time,
       rawtohex(m.id) as id,
       m.kind,
       m.other,
       m.amount,
       sum(m.amount) over (order by m.seq) as balance,
       m.stored_balance,
       m.memo
from (select p.seq, p.block_index, p.position, r.id, r.kind, r.sender as other, r.amount,
             p.receiver_balance as stored_balance, r.memo
      from recorded r
      join places p on p.seq = r.seq
      where r.receiver = lower(cast(:'address' as varchar)) and r.asset = cast(:'asset' as varchar)
      union all
      select p.seq, p.block_index, p.position, r.id, r.kind, r.receiver, -r.amount,
             p.sender_balance, r.memo
      from recorded r
      join places p on p.seq = r.seq
      where r.sender = lower(cast(:'address' as varchar)) and r.asset = cast(:'asset' as varchar)) m
join blocks b on b."index" = m.block_index
order by m.seq;
