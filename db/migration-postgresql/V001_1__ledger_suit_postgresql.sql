-- Most transfers have no memo: they stay out of the index.
create index transactions_by_memo on transactions (memo, block_index desc, position desc) where memo is not null;
