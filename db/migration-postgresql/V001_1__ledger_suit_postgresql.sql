-- Names and codes are compared byte by byte, whatever the database's locale: an index over them is
-- several times quicker so.
alter table accounts
  alter column address type varchar(63) collate "C",
  alter column asset type varchar(12) collate "C";
alter table recorded
  alter column asset type varchar(12) collate "C",
  alter column sender type varchar(63) collate "C",
  alter column receiver type varchar(63) collate "C";

-- An account changes with every block that touches it: room for the new version beside the old one
-- saves writing the indexes again.
alter table accounts set (fillfactor = 60);

-- A hash index where only equality is asked for: half the cost of a tree over random values, which
-- also grows with the table. That a numbered transfer is there once follows from its nonce; for the
-- rest it is ensured here.
create index recorded_by_id on recorded using hash (id);
create unique index recorded_without_number on recorded (id) where nonce is null;

create index recorded_by_sender on recorded (sender, asset, seq);
create index recorded_by_receiver on recorded (receiver, asset, seq);

-- Most transfers have no memo: they stay out of the index.
create index recorded_by_memo on recorded (memo, seq) where memo is not null;
