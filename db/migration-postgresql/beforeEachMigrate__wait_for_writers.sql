-- Other instances may be at work. Whoever is writing finishes first; whoever comes then waits, and
-- sees by the history of migrations that the tables have changed. Reading goes on meanwhile. The
-- order is that of whoever takes both locks.
do $$
begin
  if to_regclass('head') is not null then
    lock table head in exclusive mode;
    lock table admissions in exclusive mode;
  end if;
end
$$;
