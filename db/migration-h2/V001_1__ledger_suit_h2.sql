create unique index recorded_by_id on recorded (id);
create index recorded_by_sender on recorded (sender, asset, seq desc);
create index recorded_by_receiver on recorded (receiver, asset, seq desc);

-- H2 has no partial indexes.
create index recorded_by_memo on recorded (memo, seq desc);

-- A row that nobody else touches, written before H2 is told to make everything safe.
create table synced (
  one   smallint not null primary key,
  times bigint   not null
);
insert into synced (one, times) values (1, 0);
