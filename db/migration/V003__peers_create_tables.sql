-- The other nodes, at most 200 of them, and how each was when it was last asked. A peer is known by
-- its URL in one form: scheme, host and port in lower case.
create table peers (
  url               varchar(300)  not null primary key,
  added             bigint        not null,            -- all times: milliseconds since 1970
  last_seen         bigint,
  head_index        bigint,
  head_hash         varchar(64),
  head_work         numeric(38),
  round_trip_micros bigint,
  last_error        varchar(1000),
  failures          integer       not null,
  not_before        bigint,
  constraint peers_have_a_whole_head
    check ((head_index is null and head_hash is null and head_work is null)
        or (head_index is not null and head_hash is not null and head_work is not null)),
  constraint peers_fail_never_less_than_never check (failures >= 0)
);
