package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Standing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes the newest blocks off the chain again, inside one change of the ledger. Since numbers
 * follow the chain and go on over the pool, what these blocks held is pending again in the order of
 * the chain, before everything else, as soon as the head has moved back. Their rewards vanish.
 */
@Component
class Unsealing {

  private static final String EFFECTS =
      """
      select address, asset, sum(growth) as growth, sum(numbered) as numbered
      from (select sender as address, asset, -amount as growth,
                   case when nonce is null then 0 else 1 end as numbered
            from recorded where seq > ? and seq <= ? and kind = 'transfer'
            union all
            select receiver, asset, amount, 0
            from recorded where seq > ? and seq <= ? and kind <> 'post') moved
      group by address, asset
      """;

  private static final String NEVER_TOUCHED =
      """
      select a.id from %s as k (id) join accounts a on a.id = k.id
      where not exists (select 1 from recorded r
                        where r.sender = a.address and r.asset = a.asset and r.seq <= \
      (select sealed_to from head))
        and not exists (select 1 from recorded r
                        where r.receiver = a.address and r.asset = a.asset and r.seq <= \
      (select sealed_to from head))
      """;

  private record Effect(BigInteger growth, long numbered) {}

  private final JdbcClient jdbc;
  private final SetStatements sets;
  private final StandingTable table;
  private final ChainTable chain;
  private final HistoryTable history;
  private final HeadTable heads;
  private final AdmissionsTable admissions;

  Unsealing(
      JdbcClient jdbc,
      SetStatements sets,
      StandingTable table,
      ChainTable chain,
      HistoryTable history,
      HeadTable heads,
      AdmissionsTable admissions) {
    this.jdbc = jdbc;
    this.sets = sets;
    this.table = table;
    this.chain = chain;
    this.history = history;
    this.heads = heads;
    this.admissions = admissions;
  }

  /**
   * Makes an older block of the chain the head.
   *
   * @return the accounts that the blocks above it had touched
   */
  Set<AccountId> backTo(StoredBlock block, Head head) {
    long index = block.header().index();
    long last = jdbc.sql(PoolTable.LAST_OF_BLOCK).param(index).query(Long.class).single();
    if (last == 0 && block.header().count() > 0) {
      throw new BrokenLedgerException("What block " + index + " holds has no places");
    }
    var effects = effects(last, head.sealedTo());
    var before = table.sealed(effects.keySet());
    chain.cut(index, last);
    history.cut(index);
    int rewards =
        jdbc.sql("delete from recorded where seq > ? and seq <= ? and kind = 'reward'")
            .params(last, head.sealedTo())
            .update();
    long unsealed = held(last, head.sealedTo());
    if (rewards + unsealed < head.index() - index) {
      throw new BrokenLedgerException("Blocks above " + index + " hold nothing");
    }
    admissions.reach(head.sealedTo());
    heads.backTo(index, block.hash(), block.work(), last, unsealed);
    undo(effects, before);
    return effects.keySet();
  }

  private Map<AccountId, Effect> effects(long after, long upTo) {
    var effects = new HashMap<AccountId, Effect>();
    jdbc.sql(EFFECTS)
        .params(after, upTo, after, upTo)
        .query(row -> {
          var account =
              new AccountId(
                  new Address(row.getString("address")), new Asset(row.getString("asset")));
          effects.put(
              account,
              new Effect(TransactionColumns.integer(row, "growth"), row.getLong("numbered")));
        });
    return effects;
  }

  private long held(long after, long upTo) {
    return jdbc.sql("select count(*) from recorded where seq > ? and seq <= ?")
        .params(after, upTo)
        .query(Long.class)
        .single();
  }

  private void undo(Map<AccountId, Effect> effects, Map<AccountId, SealedAccount> before) {
    var after = new HashMap<AccountId, Standing>();
    var perhapsUnused = new ArrayList<SealedAccount>();
    effects.forEach((account, effect) -> {
      var now = before.get(account);
      if (now == null || now.isNew()) {
        throw new BrokenLedgerException(account + " is in blocks and has no row");
      }
      var then =
          new Standing(
              now.standing().spendable().subtract(effect.growth()),
              now.standing().nextNonce() - effect.numbered());
      after.put(account, then);
      if (then.equals(Standing.NEW)) {
        perhapsUnused.add(now);
      }
    });
    table.move(account -> before.getOrDefault(account, SealedAccount.NEW), after);
    var unused =
        sets.query(
            NEVER_TOUCHED,
            new Columns().add("bigint", perhapsUnused, SealedAccount::row),
            (row, n) -> row.getLong(1));
    table.remove(unused);
  }
}
