-- Transactions whose content does not hash to their id: none, unless somebody has edited rows. The
-- content text (PROTOCOL.md, section 2) is put together from the columns and hashed again. Whether
-- it is signed, and that the block's Merkle root holds it, cannot be seen in SQL.
--
-- H2 console:  as it stands

with texts as (
  select p.block_index,
         p.position,
         r.kind,
         r.id,
         case r.kind
           when 'transfer' then concat_ws(chr(10),
             'ledgerstone transfer 1',
             'ledger ' || genesis.hash,
             'asset ' || r.asset,
             'from ' || r.sender,
             'to ' || r.receiver,
             'amount ' || r.amount,
             'nonce ' || coalesce(cast(r.nonce as varchar), '-'),
             'until ' || r.until,
             'memo ' || coalesce(rawtohex(hash('SHA-256', r.memo)), '-'))
           when 'post' then concat_ws(chr(10),
             'ledgerstone post 1',
             'ledger ' || genesis.hash,
             'from ' || coalesce(r.sender, '-'),
             'author ' || rawtohex(hash('SHA-256', r.author)),
             'content ' || rawtohex(hash('SHA-256', r.content)),
             'nonce ' || r.post_nonce)
           when 'reward' then concat_ws(chr(10),
             'ledgerstone reward 1',
             'ledger ' || genesis.hash,
             'asset ' || r.asset,
             'to ' || r.receiver,
             'amount ' || r.amount,
             'block ' || p.block_index)
           when 'allocation' then concat_ws(chr(10),
             'ledgerstone allocation 1',
             'asset ' || r.asset,
             'to ' || r.receiver,
             'amount ' || r.amount,
             'position ' || p.position)
         end || chr(10) as content_text
  from places p
  join recorded r on r.seq = p.seq
  cross join (select hash from blocks where "index" = 1) genesis
)
select block_index, position, kind, rawtohex(id) as id, content_text
from texts
where id is distinct from hash('SHA-256', content_text)
order by block_index, position;
