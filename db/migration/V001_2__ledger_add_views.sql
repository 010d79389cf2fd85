-- What blocks hold, and what has been accepted and is not in a block yet.
create view transactions as
select p.block_index, p.position, r.*, p.sender_balance, p.receiver_balance
from recorded r join places p on p.seq = r.seq;

create view pool as
select * from recorded where seq > (select sealed_to from head);

-- The balances that people ask for: what is sealed, and what the pool will add and take.
create view account_balances as
select k.address,
       k.asset,
       coalesce(a.valid, 0)                                                       as valid,
       coalesce(i.amount, 0)                                                      as pending_in,
       coalesce(o.amount, 0)                                                      as pending_out,
       coalesce(a.valid, 0) + coalesce(i.amount, 0) - coalesce(o.amount, 0)       as balance,
       coalesce(a.valid, 0) - coalesce(o.amount, 0)                               as available,
       coalesce(a.next_nonce, 0) + coalesce(o.numbered, 0)                        as next_nonce
from (select address, asset from accounts
      union
      select sender, asset from pool where kind = 'transfer'
      union
      select receiver, asset from pool where kind = 'transfer') k
left join accounts a on a.address = k.address and a.asset = k.asset
left join (select receiver, asset, sum(amount) as amount
           from pool where kind = 'transfer' group by receiver, asset) i
  on i.receiver = k.address and i.asset = k.asset
left join (select sender, asset, sum(amount) as amount, count(nonce) as numbered
           from pool where kind = 'transfer' group by sender, asset) o
  on o.sender = k.address and o.asset = k.asset;
