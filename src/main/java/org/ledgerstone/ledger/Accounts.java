package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What accounts hold, held, and have done. Reads only. */
@Component
public class Accounts {

  /** Where nothing at all is pending nobody's pending transactions are looked for. */
  private static final String BALANCES =
      """
      select k.address, k.asset,
             coalesce((select valid from accounts
                       where address = k.address and asset = k.asset), 0) as valid,
             coalesce((select next_nonce from accounts
                       where address = k.address and asset = k.asset), 0)
             + case when {any}
                    then (select count(nonce) from recorded
                          where sender = k.address and asset = k.asset and {pending})
                    else 0 end as next_nonce,
             case when {any}
                  then coalesce((select sum(amount) from recorded
                                 where receiver = k.address and asset = k.asset and {pending}), 0)
                  else 0 end as pending_in,
             case when {any}
                  then coalesce((select sum(amount) from recorded
                                 where sender = k.address and asset = k.asset and {pending}), 0)
                  else 0 end as pending_out
      from %s as k (address, asset)
      """
          .replace("{any}", PoolTable.ANYTHING_PENDING)
          .replace("{pending}", PoolTable.PENDING);

  /**
   * The account's newest sealed transactions before a place in the chain. H2 reads an index from
   * its end only if all of its columns are named in the order.
   */
  private static final String NEWEST =
      """
      ((select r.*, true as pays from recorded r
        where sender = :address and asset = :asset and {before}
        order by sender, asset, seq desc limit :limit)
       union all
       (select r.*, false from recorded r
        where receiver = :address and asset = :asset and {before}
        order by receiver, asset, seq desc limit :limit)) r
      join places p on p.seq = r.seq
      """
          .replace("{before}", RecordedTransactions.BEFORE);

  private static final String BALANCE_AFTER =
      "case when r.pays then p.sender_balance else p.receiver_balance end as balance_after";

  static final String VALID_AT =
      "select " + BALANCE_AFTER + " from " + NEWEST + " order by r.seq desc limit :limit";

  static final String STATEMENT =
      "select r.*, p.block_index, p.position, b.hash as block_hash, "
          + BALANCE_AFTER
          + " from "
          + NEWEST
          + " join blocks b on b.\"index\" = p.block_index order by r.seq desc limit :limit";

  /** An account and the place of its row, for paging. */
  public record Listed(long row, Balance balance) {}

  private final JdbcClient jdbc;
  private final AccountRows rows;
  private final SetStatements sets;
  private final RecordedTransactions recorded;
  private final AskedTogether<AccountId, Balance> asked = new AskedTogether<>(this::balances);

  Accounts(JdbcClient jdbc, AccountRows rows, SetStatements sets, RecordedTransactions recorded) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.sets = sets;
    this.recorded = recorded;
  }

  /** What the account holds now; zeros for one that nothing has happened to. */
  public Balance balance(AccountId account) {
    return asked.ask(account);
  }

  private Map<AccountId, Balance> balances(Collection<AccountId> accounts) {
    var wanted = List.copyOf(accounts);
    return sets
        .query(
            BALANCES,
            new Columns()
                .add("varchar", wanted, account -> account.address().text())
                .add("varchar", wanted, account -> account.asset().code()),
            (row, n) ->
                new Balance(
                    new AccountId(
                        new Address(row.getString("address")), new Asset(row.getString("asset"))),
                    TransactionColumns.integer(row, "valid"),
                    TransactionColumns.integer(row, "pending_in"),
                    TransactionColumns.integer(row, "pending_out"),
                    row.getLong("next_nonce")))
        .stream()
        .collect(Collectors.toMap(Balance::account, Function.identity()));
  }

  /**
   * The valid balance after the block with this index; 0 before the account's first transaction.
   */
  public BigInteger validAt(AccountId account, long blockIndex) {
    return jdbc.sql(VALID_AT)
        .param("address", account.address().text())
        .param("asset", account.asset().code())
        .params(RecordedTransactions.before(new ChainPosition(blockIndex + 1, 0)))
        .param("limit", 1)
        .query((row, n) -> TransactionColumns.integer(row, "balance_after"))
        .optional()
        .orElse(BigInteger.ZERO);
  }

  /** The account's sealed transactions before a place in the chain, the newest first. */
  public List<StatementLine> statement(AccountId account, ChainPosition before, int limit) {
    return jdbc.sql(STATEMENT)
        .param("address", account.address().text())
        .param("asset", account.asset().code())
        .params(RecordedTransactions.before(before))
        .param("limit", limit)
        .query((row, n) ->
            new StatementLine(
                recorded.valid(row, n), TransactionColumns.integer(row, "balance_after")))
        .list();
  }

  /** The accounts that blocks know, in the order in which they came, after this row. */
  public List<Listed> after(long row, int limit) {
    var found = rows.findByIdGreaterThanOrderById(row, Limit.of(limit));
    var balances = balances(found.stream().map(Account::accountId).toList());
    return found.stream()
        .map(one -> new Listed(one.id(), Objects.requireNonNull(balances.get(one.accountId()))))
        .toList();
  }
}
