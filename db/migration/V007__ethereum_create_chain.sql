-- The chain of Ethereum that this ledger belongs to, in one row: written when a node is first
-- reached, and what every node is held against from then on. Its block 0 tells two chains of one
-- number apart. Whoever moves the ledger to another chain on purpose deletes the row.
create table ethereum_chain (
  one      smallint    not null primary key,
  chain_id bigint      not null,
  genesis  varchar(66) not null,  -- hash of block 0, 0x and 64 hex digits
  pinned   bigint      not null,  -- milliseconds since 1970
  constraint ethereum_chain_is_one_row check (one = 1),
  constraint ethereum_chain_has_a_number check (chain_id >= 0)
);
