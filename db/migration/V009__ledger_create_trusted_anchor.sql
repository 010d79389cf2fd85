-- The newest block that this node gives up for no other chain, because it is anchored elsewhere.
-- No row where there is none.
create table trusted_anchor (
  one         smallint    not null primary key,
  block_index bigint      not null,
  block_hash  varchar(64) not null,
  constraint trusted_anchor_is_one_row check (one = 1)
);
