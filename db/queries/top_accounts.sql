-- The accounts that hold most of an asset, what is sealed only.
--
-- asset   the code of the asset
-- count   how many
--
-- psql:        psql -v asset=COIN -v count=10 -f db/queries/top_accounts.sql
-- H2 console:  write 'COIN' in the place of :'asset' and '10' in that of :'count'

select address, valid, next_nonce
from accounts
where asset = cast(:'asset' as varchar)
order by valid desc, address
limit cast(:'count' as integer);
