create unique index transactions_by_id on transactions (id);
create unique index pool_by_id on pool (id);
create index pool_by_sender on pool (sender, asset);
create index pool_by_receiver on pool (receiver, asset);

-- H2 has no partial indexes.
create index transactions_by_memo on transactions (memo, block_index desc, position desc);

-- A row that nobody else touches, written before H2 is told to make everything safe.
create table synced (
  one   smallint not null primary key,
  times bigint   not null
);
insert into synced (one, times) values (1, 0);
