-- One row: the account of the node that works with this database. Another one may not take its place
-- by mistake: it would make blocks that nobody expects, and pay from an account that is not meant.
create table node_wallet (
  one     smallint    not null primary key,
  address varchar(42) not null,
  constraint node_wallet_is_one_row check (one = 1)
);
