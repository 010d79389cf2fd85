-- Blocks that do not hash to their hash, or do not fit the block before: none, unless somebody has
-- edited rows. The text of the header (PROTOCOL.md, section 4) is put together from the columns and
-- hashed again; what else is wrong stands beside it. Who sealed a block cannot be seen in SQL: that
-- needs the curve.
--
-- psql:  psql -f db/queries/broken_blocks.postgresql.sql

with texts as (
  select "index" as block_index, previous_hash, hash, transaction_count, difficulty, work,
         concat_ws(chr(10),
           'ledgerstone block 1',
           'index ' || "index",
           'previous ' || previous_hash,
           'history ' || history_root,
           'time ' || "timestamp",
           'miner ' || coalesce(miner, '-'),
           'transactions ' || transaction_count || ' ' || merkle_root,
           'data ' || case data when '' then '-'
                      else encode(sha256(convert_to(data, 'UTF8')), 'hex') end,
           'difficulty ' || difficulty,
           'nonce ' || nonce) || chr(10) as header_text
  from blocks
),
hashed as (
  select t.*, encode(sha256(convert_to(header_text, 'UTF8')), 'hex') as computed from texts t
),
counted as (
  select block_index, count(*) as transactions from places group by block_index
),
faults as (
  select b.block_index,
         b.hash,
         b.computed,
         concat_ws(', ',
           case when b.hash <> b.computed then 'hash' end,
           case when b.block_index = 1 and b.previous_hash <> repeat('0', 64)
                  or b.block_index > 1 and b.previous_hash is distinct from parent.hash
                then 'previous hash' end,
           case when b.transaction_count <> coalesce(c.transactions, 0)
                then 'number of transactions' end,
           case when left(b.hash, b.difficulty / 4) <> repeat('0', b.difficulty / 4)
                  or position(substring(b.hash from b.difficulty / 4 + 1 for 1)
                              in '0123456789abcdef') > power(2, 4 - mod(b.difficulty, 4))
                then 'work of the hash' end,
           case when b.work is distinct from
                     case b.block_index when 1 then 0
                       else parent.work
                            + cast(power(2, b.difficulty / 2) as numeric(38))
                              * cast(power(2, b.difficulty - b.difficulty / 2) as numeric(38)) end
                then 'sum of the work' end,
           case when b.block_index = (select max("index") from blocks)
                  and b.hash <> (select block_hash from head)
                then 'not the head' end) as fault
  from hashed b
  left join blocks parent on parent."index" = b.block_index - 1
  left join counted c on c.block_index = b.block_index
)
select block_index, fault, hash, computed
from faults
where fault <> ''
order by block_index;
