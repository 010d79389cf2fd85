package org.ledgerstone.ledger;

import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    var wanted = wanted(filter);
    var parameters = new HashMap<String, Object>(wanted);
    parameters.putAll(RecordedTransactions.before(before));
    parameters.put("limit", limit);
    return jdbc.sql(newestInBlocks(wanted.keySet()))
        .params(parameters)
        .query(recorded::valid)
        .list();
  }

  /** The statement for transactions that are looked for by these columns. */
  static String newestInBlocks(Set<String> columns) {
    return RecordedTransactions.inBlocks(newest(columns)) + " order by r.seq desc";
  }

  private static Map<String, String> wanted(Filter filter) {
    var wanted = new LinkedHashMap<String, String>();
    filter.memo().ifPresent(memo -> wanted.put("memo", memo));
    filter.from().ifPresent(from -> wanted.put("sender", from.text()));
    filter.to().ifPresent(to -> wanted.put("receiver", to.text()));
    filter.asset().ifPresent(asset -> wanted.put("asset", asset.code()));
    return wanted;
  }

  /** H2 reads an index from its end only if all of its columns are named in the order. */
  private static String newest(Set<String> columns) {
    return "(select * from recorded where "
        + columns.stream().map(column -> column + " = :" + column + " and ").collect(joining())
        + RecordedTransactions.BEFORE
        + " order by "
        + columns.stream().map(column -> column + ", ").collect(joining())
        + "seq desc limit :limit)";
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
