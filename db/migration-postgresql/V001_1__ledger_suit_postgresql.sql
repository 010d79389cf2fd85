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

-- In partitions of a million accepted transactions: trees over random accounts cost the more the
-- larger they are, and only the newest partition is written.
alter table recorded rename to recorded_whole;
create table recorded (like recorded_whole including all) partition by range (seq);
drop table recorded_whole;

-- A hash index where only equality is asked for: half the cost of a tree over random values.
create index recorded_by_id on recorded using hash (id);
create index recorded_by_sender on recorded (sender, asset, seq);
create index recorded_by_receiver on recorded (receiver, asset, seq);

-- Most transfers have no memo: they stay out of the index.
create index recorded_by_memo on recorded (memo, seq) where memo is not null;

-- Makes the partitions up to this number; the number at which the last one ends. Who runs the ledger
-- with fewer rights than the tables' owner has to be granted it. A partition is made by itself and
-- then attached, so that nobody who reads or writes meanwhile has to wait. That a numbered transfer
-- is there once follows from its nonce; for the rest it is ensured within each partition.
create function reach_recorded(wanted bigint) returns bigint
language plpgsql security definer set search_path from current as $$
declare
  width constant bigint := 1048576 * 65536::bigint;
  made bigint;
  part text;
begin
  lock table recorded in share update exclusive mode;
  select count(*) into made from pg_inherits where inhparent = 'recorded'::regclass;
  while made * width <= wanted loop
    part := 'recorded_' || made + 1;
    execute format('create table %I (like recorded including all)', part);
    execute format('create unique index on %I (id) where nonce is null', part);
    execute format('alter table recorded attach partition %I for values from (%s) to (%s)',
      part, case made when 0 then 'minvalue' else (made * width)::text end, (made + 1) * width);
    made := made + 1;
  end loop;
  return made * width;
end
$$;

revoke all on function reach_recorded(bigint) from public;
