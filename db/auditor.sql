-- A role for PostgreSQL that reads the whole ledger and can change nothing. Roles belong to all
-- databases of a server, and making one takes a right that the ledger does without, so this is no
-- migration: whoever owns the ledger's database runs it there. Safe to repeat.
--
--   psql -d ledger -v ON_ERROR_STOP=1 -f db/auditor.sql
--   psql -d ledger -c "create role ann login in role ledger_auditor" -c "\password ann"
--
-- It also takes from everybody but the owner the right to make tables here, temporary ones too.

do $$
declare
  ledger constant name := current_schema();
  owner constant name :=
    (select tableowner from pg_tables where schemaname = ledger and tablename = 'recorded');
begin
  if owner is null then
    raise exception 'There is no ledger in the schema %', ledger;
  end if;
  if not exists (select from pg_roles where rolname = 'ledger_auditor') then
    create role ledger_auditor nologin;
  end if;
  execute format('revoke create on schema %I from public', ledger);
  execute format('revoke temporary on database %I from public', current_database());
  execute format('grant connect on database %I to ledger_auditor', current_database());
  execute format('grant usage on schema %I to ledger_auditor', ledger);
  execute format('grant select on all tables in schema %I to ledger_auditor', ledger);
  -- And on what is made later: partitions, and what a new version of the ledger brings.
  execute format('alter default privileges for role %I in schema %I'
    ' grant select on tables to ledger_auditor', owner, ledger);
end
$$;
