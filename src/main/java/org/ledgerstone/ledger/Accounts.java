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

  private static final String BALANCES =
      """
      select k.address, k.asset,
             coalesce((select valid from accounts
                       where address = k.address and asset = k.asset), 0) as valid,
             coalesce((select next_nonce from accounts
                       where address = k.address and asset = k.asset), 0)
             + (select count(nonce) from pool
                where sender = k.address and asset = k.asset) as next_nonce,
             coalesce((select sum(amount) from pool
                       where receiver = k.address and asset = k.asset), 0) as pending_in,
             coalesce((select sum(amount) from pool
                       where sender = k.address and asset = k.asset), 0) as pending_out
      from %s as k (address, asset)
      """;

  private static final String VALID_AT =
      """
      select * from (
        (select block_index, position, sender_balance as balance_after
         from transactions
         where sender = :address and asset = :asset and block_index <= :at
         order by block_index desc, position desc limit 1)
        union all
        (select block_index, position, receiver_balance
         from transactions
         where receiver = :address and asset = :asset and block_index <= :at
         order by block_index desc, position desc limit 1)) e
      order by block_index desc, position desc limit 1
      """;

  private static final String STATEMENT =
      """
      select e.*, b.hash as block_hash from (
        (select t.*, t.sender_balance as balance_after from transactions t
         where sender = :address and asset = :asset and block_index <= :block
           and (block_index < :block or position < :position)
         order by block_index desc, position desc limit :limit)
        union all
        (select t.*, t.receiver_balance from transactions t
         where receiver = :address and asset = :asset and block_index <= :block
           and (block_index < :block or position < :position)
         order by block_index desc, position desc limit :limit)) e
      join blocks b on b."index" = e.block_index
      order by e.block_index desc, e.position desc limit :limit
      """;

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
        .param("at", blockIndex)
        .query((row, n) -> TransactionColumns.integer(row, "balance_after"))
        .optional()
        .orElse(BigInteger.ZERO);
  }

  /** The account's sealed transactions before a place in the chain, the newest first. */
  public List<StatementLine> statement(AccountId account, ChainPosition before, int limit) {
    return jdbc.sql(STATEMENT)
        .param("address", account.address().text())
        .param("asset", account.asset().code())
        .param("block", before.blockIndex())
        .param("position", before.position())
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
