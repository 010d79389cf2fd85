-- Names and codes are compared byte by byte, whatever the database's locale: an index over them is
-- several times quicker so.
alter table accounts
  alter column address type varchar(63) collate "C",
  alter column asset type varchar(12) collate "C";
alter table transactions
  alter column asset type varchar(12) collate "C",
  alter column sender type varchar(63) collate "C",
  alter column receiver type varchar(63) collate "C";
alter table pool
  alter column asset type varchar(12) collate "C",
  alter column sender type varchar(63) collate "C",
  alter column receiver type varchar(63) collate "C";

-- An account changes with every block that touches it: room for the new version beside the old one
-- saves writing the indexes again.
alter table accounts set (fillfactor = 60);

-- Hash indexes where only equality is asked for: half the cost of a tree over random values, which
-- also grows with the table. That a numbered transfer is there once follows from its nonce; for the
-- rest it is ensured here.
create index transactions_by_id on transactions using hash (id);
create unique index transactions_without_number on transactions (id) where nonce is null;
create index pool_by_id on pool using hash (id);

-- Trees, since a hash index walks through all rows of one hot account with each that comes.
create index pool_by_sender on pool (sender);
create index pool_by_receiver on pool (receiver);

-- Most transfers have no memo: they stay out of the index.
create index transactions_by_memo on transactions (memo, block_index desc, position desc) where memo is not null;
