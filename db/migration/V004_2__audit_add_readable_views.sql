-- Twins of what the tables hold, for people: bytes as hex digits, times as the protocol writes
-- them, and beside amounts of smallest units how they are shown with the decimals of their asset.
-- To look up a row by its id, ask the table, which has the index.

-- The assets that genesis declares, the native one first.
create view assets as
select n as place,
       regexp_substr(data, '\nasset ([A-Z0-9]+) ([0-9]+)', 1, n, '', 1) as code,
       cast(regexp_substr(data, '\nasset ([A-Z0-9]+) ([0-9]+)', 1, n, '', 2) as integer) as decimals
from blocks cross join generate_series(1, 32) as places (n)
where "index" = 1 and regexp_substr(data, '\nasset ([A-Z0-9]+) ([0-9]+)', 1, n) is not null;

-- Everything that is sealed or pending.
create view recorded_readable as
select seq,
       rawtohex(id) as id,
       kind,
       asset,
       sender,
       receiver,
       amount,
       trim(trailing '.' from regexp_replace(
         lpad(cast(amount as varchar), greatest(length(cast(amount as varchar)), decimals + 1),
              '0'),
         '(.{' || decimals || '})$', '.\1')) as amount_shown,
       nonce,
       until,
       memo,
       author,
       content,
       post_nonce,
       to_char(timestamp '1970-01-01 00:00:00' + (accepted / 1000) * interval '1' second,
               'YYYY-MM-DD"T"HH24:MI:SS')
         || '.' || lpad(cast(mod(accepted, 1000) as varchar), 3, '0') || 'Z' as accepted,
       scheme,
       case when octet_length(proof) = 0 then '' else '0x' || rawtohex(proof) end as proof,
       decimals
from (select r.*,
             cast(regexp_substr((select data from blocks where "index" = 1),
                                '\nasset ' || asset || ' ([0-9]+)', 1, 1, '', 1)
                  as integer) as decimals
      from recorded r) r;

-- What blocks hold.
create view transactions_readable as
select p.block_index,
       p.position,
       b.hash as block_hash,
       b."timestamp" as block_time,
       r.id,
       r.kind,
       r.asset,
       r.sender,
       r.receiver,
       r.amount,
       r.amount_shown,
       r.nonce,
       r.until,
       r.memo,
       r.author,
       r.content,
       r.post_nonce,
       r.accepted,
       r.scheme,
       r.proof,
       p.sender_balance,
       p.receiver_balance
from places p
join blocks b on b."index" = p.block_index
join recorded_readable r on r.seq = p.seq;

-- What has been accepted and is not in a block yet, in order of seq.
create view pool_readable as
select seq, id, kind, asset, sender, receiver, amount, amount_shown, nonce, until, memo, author,
       content, post_nonce, accepted, scheme, proof
from recorded_readable
where seq > (select sealed_to from head);

-- What left the pool without a block, for a day.
create view dropped_readable as
select rawtohex(id) as id,
       kind,
       asset,
       sender,
       receiver,
       amount,
       nonce,
       until,
       memo,
       author,
       content,
       post_nonce,
       to_char(timestamp '1970-01-01 00:00:00' + (accepted / 1000) * interval '1' second,
               'YYYY-MM-DD"T"HH24:MI:SS')
         || '.' || lpad(cast(mod(accepted, 1000) as varchar), 3, '0') || 'Z' as accepted,
       scheme,
       case when octet_length(proof) = 0 then '' else '0x' || rawtohex(proof) end as proof,
       reason,
       to_char(timestamp '1970-01-01 00:00:00' + (dropped_at / 1000) * interval '1' second,
               'YYYY-MM-DD"T"HH24:MI:SS')
         || '.' || lpad(cast(mod(dropped_at, 1000) as varchar), 3, '0') || 'Z' as dropped_at
from dropped;

-- What accounts hold and what the pool will add and take.
create view account_balances_readable as
select address,
       asset,
       valid,
       trim(trailing '.' from regexp_replace(
         lpad(cast(valid as varchar), greatest(length(cast(valid as varchar)), decimals + 1),
              '0'),
         '(.{' || decimals || '})$', '.\1')) as valid_shown,
       pending_in,
       pending_out,
       balance,
       trim(trailing '.' from regexp_replace(
         lpad(cast(balance as varchar), greatest(length(cast(balance as varchar)), decimals + 1),
              '0'),
         '(.{' || decimals || '})$', '.\1')) as balance_shown,
       available,
       next_nonce
from (select a.*,
             cast(regexp_substr((select data from blocks where "index" = 1),
                                '\nasset ' || asset || ' ([0-9]+)', 1, 1, '', 1)
                  as integer) as decimals
      from account_balances a) a;

-- The subtrees of the tree over the hashes of all blocks, and which blocks each is over.
create view history_readable as
select level,
       position,
       rawtohex(hash) as hash,
       cast(position * power(2, level) as bigint) + 1 as first_block,
       cast((position + 1) * power(2, level) as bigint) as last_block
from history;

-- Valid blocks beside the chain; the body is the block as nodes send it, JSON.
create view side_blocks_readable as
select block_index, hash, previous_hash, header, work, bytes, utf8tostring(body) as body
from side_blocks;

-- Well-made blocks that would have replaced a final one: what somebody else must answer for.
create view below_final_readable as
select block_index,
       hash,
       header,
       seal,
       to_char(timestamp '1970-01-01 00:00:00' + (received / 1000) * interval '1' second,
               'YYYY-MM-DD"T"HH24:MI:SS')
         || '.' || lpad(cast(mod(received, 1000) as varchar), 3, '0') || 'Z' as received
from below_final;
