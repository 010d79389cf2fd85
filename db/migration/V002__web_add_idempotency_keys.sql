-- Successful answers to requests that named themselves, kept for 7 days, so that a request which is
-- sent again is answered again and not carried out again.
create table idempotency_keys (
  idempotency_key varchar(128) primary key,
  fingerprint     char(64)     not null,  -- SHA-256 of method, path with query, and body
  status          int          not null,
  location        varchar(512),
  answer          text         not null,
  created         bigint       not null   -- milliseconds since 1970
);

create index idempotency_keys_by_created on idempotency_keys (created);
