-- Signed heads. A key is written as C2SP signed-note has it, name+id+key in base64; a note is the
-- whole text with its signatures; times are milliseconds since 1970.

-- What this node's keys have signed, each size once. A row stands before the signature is given to
-- anybody, and is never changed.
create table checkpoints (
  signer    varchar(300) not null,
  size      bigint       not null,
  root      varchar(64)  not null,
  note      text         not null,
  signed_at bigint       not null,
  constraint checkpoints_pk primary key (signer, size),
  constraint checkpoints_hold_a_block check (size >= 1)
);

-- What other nodes have signed below this node's own checkpoints.
create table checkpoint_cosignatures (
  size     bigint        not null,
  root     varchar(64)   not null,
  signer   varchar(300)  not null,
  line     varchar(1000) not null,
  received bigint        not null,
  constraint checkpoint_cosignatures_pk primary key (size, root, signer)
);

-- The keys of the peers, as they first told them. Whoever takes a peer off the list takes these off
-- too.
create table checkpoint_peers (
  url         varchar(300) not null primary key,
  log_key     varchar(300) not null,
  witness_key varchar(300) not null,
  pinned      bigint       not null,
  constraint checkpoint_peers_are_peers foreign key (url) references peers (url) on delete cascade
);

-- The newest checkpoints with a signature of a key that is known here, a hundred a key.
create table checkpoints_seen (
  signer   varchar(300) not null,
  size     bigint       not null,
  root     varchar(64)  not null,
  note     text         not null,
  received bigint       not null,
  constraint checkpoints_seen_pk primary key (signer, size, root)
);
create index checkpoints_seen_by_size on checkpoints_seen (size);

-- Two different final heads of one size, with the notes that show it. Kept for good, the first ten
-- of two keys.
create table checkpoint_alarms (
  size       bigint       not null,
  one_key    varchar(300) not null,
  one_root   varchar(64)  not null,
  one_note   text         not null,
  other_key  varchar(300) not null,
  other_root varchar(64)  not null,
  other_note text         not null,
  raised     bigint       not null,
  constraint checkpoint_alarms_pk primary key (size, one_key, one_root, other_key, other_root),
  constraint checkpoint_alarms_show_a_difference check (one_root <> other_root)
);
