package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What accounts hold, held, and have done. Reads only. */
@Component
public class Accounts {

  private static final String BALANCE =
      """
      select coalesce((select valid from accounts where address = :address and asset = :asset), 0)
               as valid,
             coalesce((select next_nonce from accounts
                       where address = :address and asset = :asset), 0)
             + (select count(nonce) from pool
                where sender = :address and asset = :asset) as next_nonce,
             coalesce((select sum(amount) from pool
                       where receiver = :address and asset = :asset), 0) as pending_in,
             coalesce((select sum(amount) from pool
                       where sender = :address and asset = :asset), 0) as pending_out
      """;

  private static final String PENDING =
      """
      select k.address, k.asset,
             coalesce((select sum(amount) from pool
                       where receiver = k.address and asset = k.asset), 0) as pending_in,
             coalesce((select sum(amount) from pool
                       where sender = k.address and asset = k.asset), 0) as pending_out,
             (select count(nonce) from pool
              where sender = k.address and asset = k.asset) as numbered
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

  Accounts(JdbcClient jdbc, AccountRows rows, SetStatements sets, RecordedTransactions recorded) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.sets = sets;
    this.recorded = recorded;
  }

  /** What the account holds now; zeros for one that nothing has happened to. */
  public Balance balance(AccountId account) {
    return jdbc.sql(BALANCE)
        .param("address", account.address().text())
        .param("asset", account.asset().code())
        .query((row, n) ->
            new Balance(
                account,
                TransactionColumns.integer(row, "valid"),
                TransactionColumns.integer(row, "pending_in"),
                TransactionColumns.integer(row, "pending_out"),
                row.getLong("next_nonce")))
        .single();
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
  @Transactional(readOnly = true)
  public List<Listed> after(long row, int limit) {
    var accounts = rows.findByIdGreaterThanOrderById(row, Limit.of(limit));
    var pending = pending(accounts);
    var listed = new ArrayList<Listed>();
    for (var account : accounts) {
      var inPool = Objects.requireNonNull(pending.get(account.accountId()));
      listed.add(
          new Listed(
              account.id(),
              new Balance(
                  account.accountId(),
                  account.valid(),
                  inPool.in(),
                  inPool.out(),
                  account.nextNonce() + inPool.numbered())));
    }
    return listed;
  }

  /** What the pool adds to an account and takes from it. */
  private record InPool(BigInteger in, BigInteger out, long numbered) {}

  private Map<AccountId, InPool> pending(List<Account> accounts) {
    var pending = new HashMap<AccountId, InPool>();
    sets.query(
            PENDING,
            new Columns()
                .add("varchar", accounts, account -> account.accountId().address().text())
                .add("varchar", accounts, account -> account.accountId().asset().code()),
            (row, n) ->
                Map.entry(
                    new AccountId(
                        new Address(row.getString("address")), new Asset(row.getString("asset"))),
                    new InPool(
                        TransactionColumns.integer(row, "pending_in"),
                        TransactionColumns.integer(row, "pending_out"),
                        row.getLong("numbered"))))
        .forEach(entry -> pending.put(entry.getKey(), entry.getValue()));
    return pending;
  }
}
