package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Hash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Transactions, pending and sealed. Reads only. */
@Component
public class Transactions {

  /** What is looked for; empty means any. */
  public record Filter(
      Optional<String> memo, Optional<Address> from, Optional<Address> to, Optional<Asset> asset) {

    /** Any transaction. */
    public static final Filter NONE =
        new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A pending transaction and its number in the pool, for paging. */
  public record Pending(long seq, Recorded transaction) {}

  /** A post and its number, for paging; the number changes when the chain is replaced below it. */
  public record Posted(long seq, Recorded transaction) {}

  private final JdbcClient jdbc;
  private final RecordedTransactions recorded;
  private final PoolTable pool;

  Transactions(JdbcClient jdbc, RecordedTransactions recorded, PoolTable pool) {
    this.jdbc = jdbc;
    this.recorded = recorded;
    this.pool = pool;
  }

  /** The one with this id: valid, pending, or dropped within the last day. */
  public Optional<Recorded> find(Hash id) {
    return recorded.find(id);
  }

  /** Sealed transactions before a place in the chain, the newest first. */
  public List<Recorded> find(Filter filter, ChainPosition before, int limit) {
    var conditions = new ArrayList<String>();
    var parameters = new HashMap<String, Object>();
    conditions.add("r." + RecordedTransactions.BEFORE);
    // Said of both, or a join may read the places of the whole chain before a page far down it.
    conditions.add("p." + RecordedTransactions.BEFORE);
    parameters.putAll(RecordedTransactions.before(before));
    parameters.put("limit", limit);
    equal("memo", filter.memo(), conditions, parameters);
    equal("sender", filter.from().map(Address::text), conditions, parameters);
    equal("receiver", filter.to().map(Address::text), conditions, parameters);
    equal("asset", filter.asset().map(Asset::code), conditions, parameters);
    return jdbc.sql(
            RecordedTransactions.IN_BLOCKS
                + " where "
                + String.join(" and ", conditions)
                + " order by r.seq desc limit :limit")
        .params(parameters)
        .query(recorded::valid)
        .list();
  }

  private static void equal(
      String column,
      Optional<String> value,
      List<String> conditions,
      Map<String, Object> parameters) {
    value.ifPresent(wanted -> {
      conditions.add("r." + column + " = :" + column);
      parameters.put(column, wanted);
    });
  }

  /** Pending transactions after this number, the oldest first. */
  public List<Pending> pending(long afterSeq, int limit) {
    return pool.after(afterSeq, limit).stream()
        .map(one -> new Pending(one.seq(), Recorded.pending(one.transaction())))
        .toList();
  }

  /** Posts before this number, pending and sealed, the newest first. */
  public List<Posted> posts(long beforeSeq, int limit) {
    return recorded.posts(beforeSeq, limit);
  }

  /** How many are pending. */
  public long pendingCount() {
    return pool.count();
  }
}
