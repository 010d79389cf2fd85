package org.ledgerstone.bench;

/**
 * What the service is compared with: a transfer that trusts whoever asks for it, written as a
 * database programmer would, in one function and one round trip.
 */
final class DoubleEntry {

  private static final String FUNCTION =
      """
      create function transfer(debit int, credit int, amount bigint) returns bigint
      language plpgsql as $$
      declare
        available bigint;
        entry bigint;
      begin
        perform 1 from account where id in (debit, credit) order by id for update;
        select balance into available from account where id = debit;
        if available < amount then
          raise exception 'balance too low';
        end if;
        update account set balance = balance - amount where id = debit;
        update account set balance = balance + amount where id = credit;
        insert into transfer (debit, credit, amount) values (debit, credit, amount)
          returning id into entry;
        return entry;
      end $$
      """;

  private DoubleEntry() {}

  /** The tables, the function, and so many accounts that hold more than is ever moved. */
  static String[] statements(int accounts) {
    return new String[] {
      "create table account (id int primary key, balance bigint not null check (balance >= 0))",
      """
      create table transfer (id bigint generated always as identity primary key,
        debit int not null, credit int not null, amount bigint not null check (amount > 0),
        at timestamptz not null default now())
      """,
      FUNCTION,
      "insert into account select i, 1000000000000 from generate_series(1, " + accounts + ") i",
      "vacuum analyze account"
    };
  }

  /** The script for a transfer between any two of them. */
  static String anyTwo(int accounts) {
    return """
    \\set a random(1, %d)
    \\set b 1 + (:a + random(0, %d)) %% %d
    select transfer(:a, :b, 1);
    """
        .formatted(accounts, accounts - 2, accounts);
  }

  /** The script for a transfer from the first to any other. */
  static String fromOne(int accounts) {
    return """
    \\set b random(2, %d)
    select transfer(1, :b, 1);
    """
        .formatted(accounts);
  }
}
