-- H2 has no partial indexes.
create index transactions_by_memo on transactions (memo, block_index desc, position desc);
