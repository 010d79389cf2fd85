-- Where the service works as another user than the tables' owner, that user may do what the service
-- does and no more: what is written once is never updated, and nobody drops, truncates or alters.
do $$
declare
  service constant name := '${service}';
  place constant name := current_schema();
  one name;
  -- The rows of all other tables stay as they were written.
  changing constant name[] := array['accounts', 'admissions', 'audits', 'dropped', 'ethereum_anchors',
    'ethereum_attempts', 'ethereum_chain', 'ethereum_halts', 'ethereum_signers',
    'ethereum_submissions', 'head', 'node_wallet', 'peers', 'recorded', 'sealing_turn', 'synced',
    'trusted_anchor'];
  leaving constant name[] := array['accounts', 'audit_findings', 'audits', 'blocks',
    'checkpoints_seen', 'dropped', 'history', 'idempotency_keys', 'peers', 'places', 'recorded',
    'side_blocks'];
begin
  if service in ('', current_user) then
    return;
  end if;
  execute format('grant usage on schema %I to %I', place, service);
  execute format('grant select on all tables in schema %I to %I', place, service);
  -- And on what is made later: a backup reads each partition by itself.
  execute format('alter default privileges in schema %I grant select on tables to %I', place, service);
  execute format('grant usage on all sequences in schema %I to %I', place, service);
  execute format('grant execute on function %I.reach_recorded(bigint) to %I', place, service);
  for one in
    select tablename from pg_tables
    where schemaname = place and tablename <> 'flyway_schema_history' and tablename !~ '^recorded_'
  loop
    execute format('grant insert on %I.%I to %I', place, one, service);
    if one = any (changing) then
      execute format('grant update on %I.%I to %I', place, one, service);
    end if;
    if one = any (leaving) then
      execute format('grant delete on %I.%I to %I', place, one, service);
    end if;
  end loop;
  -- To lock a row is a right of who may change some of it, if only when it was signed.
  execute format('grant update (signed_at) on %I.checkpoints to %I', place, service);
end
$$;
