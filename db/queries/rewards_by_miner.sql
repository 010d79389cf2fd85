-- For each miner: how many blocks, from which to which, and what they paid. That a block pays its
-- own miner and nobody else is seen by paid_to_others being 0.
--
-- psql:        psql -f db/queries/rewards_by_miner.sql
-- H2 console:  as it stands

select b.miner,
       count(*) as blocks,
       min(b."index") as first_block,
       max(b."index") as last_block,
       coalesce(sum(r.amount), 0) as reward,
       coalesce(sum(case when r.receiver = b.miner then 0 else r.amount end), 0) as paid_to_others
from blocks b
left join places p on p.block_index = b."index" and p.position = 0
left join recorded r on r.seq = p.seq and r.kind = 'reward'
where b.miner is not null
group by b.miner
order by reward desc, b.miner;
