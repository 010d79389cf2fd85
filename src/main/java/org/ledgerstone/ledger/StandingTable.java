package org.ledgerstone.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Standing;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/** The standings of many accounts at once, and how sealing moves them. */
@Component
class StandingTable {

  private static final String SEALED =
      """
      select k.address, k.asset, a.valid as spendable, a.next_nonce as next_nonce
      from %s as k (address, asset)
      join accounts a on a.address = k.address and a.asset = k.asset
      """;

  private static final String AVAILABLE =
      """
      select k.address, k.asset,
             coalesce(a.valid, 0) - coalesce(sum(p.amount), 0) as spendable,
             coalesce(a.next_nonce, 0) + count(p.nonce) as next_nonce,
             count(p.seq) as pending
      from %s as k (address, asset)
      left join accounts a on a.address = k.address and a.asset = k.asset
      left join pool p on p.sender = k.address and p.asset = k.asset
      group by k.address, k.asset, a.valid, a.next_nonce
      """;

  private static final String MOVE =
      """
      merge into accounts a
      using (select * from %s as c (address, asset, growth, numbered)) d
      on (a.address = d.address and a.asset = d.asset)
      when matched then
        update set valid = a.valid + d.growth, next_nonce = a.next_nonce + d.numbered
      when not matched then
        insert (address, asset, valid, next_nonce)
        values (d.address, d.asset, d.growth, d.numbered)
      """;

  private final SetStatements sets;

  StandingTable(SetStatements sets) {
    this.sets = sets;
  }

  /** What the accounts hold in blocks. Accounts that blocks do not know are new. */
  Map<AccountId, Standing> sealed(Collection<AccountId> accounts) {
    return load(SEALED, accounts, Standing.NEW, StandingTable::standing);
  }

  /** What the accounts have left after what the pool takes from them. */
  Map<AccountId, Available> available(Collection<AccountId> accounts) {
    return load(
        AVAILABLE,
        accounts,
        Available.NEW,
        (row, n) -> new Available(standing(row, n), row.getLong("pending")));
  }

  private static Standing standing(ResultSet row, int n) throws SQLException {
    return new Standing(TransactionColumns.integer(row, "spendable"), row.getLong("next_nonce"));
  }

  private <T> Map<AccountId, T> load(
      String sql, Collection<AccountId> accounts, T unknown, RowMapper<T> mapper) {
    var wanted = List.copyOf(accounts);
    var found = HashMap.<AccountId, T>newHashMap(wanted.size());
    wanted.forEach(account -> found.put(account, unknown));
    sets.query(
            sql,
            new Columns()
                .add("varchar", wanted, account -> account.address().text())
                .add("varchar", wanted, account -> account.asset().code()),
            (row, n) ->
                Map.entry(
                    new AccountId(
                        new Address(row.getString("address")), new Asset(row.getString("asset"))),
                    mapper.mapRow(row, n)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  /** Moves every account that changed, once. */
  void move(Function<AccountId, Standing> before, Map<AccountId, Standing> after) {
    var changed = List.copyOf(after.entrySet());
    sets.updateExactly(
        changed.size(),
        MOVE,
        new Columns()
            .add("varchar", changed, e -> e.getKey().address().text())
            .add("varchar", changed, e -> e.getKey().asset().code())
            .add("numeric", changed, e -> new BigDecimal(growth(before.apply(e.getKey()), e)))
            .add(
                "bigint",
                changed,
                e -> e.getValue().nextNonce() - before.apply(e.getKey()).nextNonce()));
  }

  private static BigInteger growth(Standing before, Map.Entry<AccountId, Standing> after) {
    return after.getValue().spendable().subtract(before.spendable());
  }
}
