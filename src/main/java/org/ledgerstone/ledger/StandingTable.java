package org.ledgerstone.ledger;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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
      select k.address, k.asset, a.id, a.valid as spendable, a.next_nonce as next_nonce
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
      left join recorded p on p.sender = k.address and p.asset = k.asset and p.\
      """
          + PoolTable.PENDING
          + " group by k.address, k.asset, a.valid, a.next_nonce";

  private static final String MOVE =
      """
      merge into accounts a
      using (select * from %s as c (id, growth, numbered)) d
      on a.id = d.id
      when matched then
        update set valid = a.valid + d.growth, next_nonce = a.next_nonce + d.numbered
      """;

  private static final String BEGIN =
      "insert into accounts (address, asset, valid, next_nonce) select * from %s";

  private final SetStatements sets;

  StandingTable(SetStatements sets) {
    this.sets = sets;
  }

  /** What the accounts hold in blocks. Accounts that blocks do not know are new. */
  Map<AccountId, SealedAccount> sealed(Collection<AccountId> accounts) {
    return load(
        SEALED,
        accounts,
        SealedAccount.NEW,
        (row, n) -> new SealedAccount(row.getLong("id"), standing(row)));
  }

  /** The same without the rows. */
  Map<AccountId, Standing> standings(Collection<AccountId> accounts) {
    var standings = new HashMap<AccountId, Standing>();
    sealed(accounts).forEach((account, sealed) -> standings.put(account, sealed.standing()));
    return standings;
  }

  /** Removes these rows. */
  void remove(List<Long> rows) {
    sets.updateExactly(
        rows.size(),
        "merge into accounts a using (select * from %s as k (id)) k on a.id = k.id"
            + " when matched then delete",
        new Columns().add("bigint", rows, row -> row));
  }

  /** What the accounts have left after what the pool takes from them. */
  Map<AccountId, Available> available(Collection<AccountId> accounts) {
    return load(
        AVAILABLE,
        accounts,
        Available.NEW,
        (row, n) -> new Available(standing(row), row.getLong("pending")));
  }

  private static Standing standing(ResultSet row) throws SQLException {
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

  /** Moves every account that changed, once; those that blocks do not know yet begin. */
  void move(Function<AccountId, SealedAccount> before, Map<AccountId, Standing> after) {
    var moved = new ArrayList<Moved>();
    var begun = new ArrayList<Moved>();
    after.forEach((account, standing) -> {
      var one = new Moved(account, before.apply(account), standing);
      (one.before().isNew() ? begun : moved).add(one);
    });
    sets.updateExactly(
        moved.size(),
        MOVE,
        new Columns()
            .add("bigint", moved, one -> one.before().row())
            .add("numeric", moved, Moved::growth)
            .add("bigint", moved, Moved::numbered));
    sets.updateExactly(
        begun.size(),
        BEGIN,
        new Columns()
            .add("varchar", begun, one -> one.account().address().text())
            .add("varchar", begun, one -> one.account().asset().code())
            .add("numeric", begun, Moved::growth)
            .add("bigint", begun, Moved::numbered));
  }

  private record Moved(AccountId account, SealedAccount before, Standing after) {

    BigDecimal growth() {
      return new BigDecimal(after.spendable().subtract(before.standing().spendable()));
    }

    long numbered() {
      return after.nextNonce() - before.standing().nextNonce();
    }
  }
}
