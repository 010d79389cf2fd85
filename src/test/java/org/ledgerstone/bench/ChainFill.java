package org.ledgerstone.bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;

/**
 * Makes a long chain by SQL while no service runs. Everything is what a service would have written
 * but the transfers' signatures: these are made up, which nobody looks at who only goes on from
 * there.
 *
 * <p>The ordinary accounts pay in a ring, each receiving one unit right before it pays one. Every
 * tenth transfer goes from one hot account to the other and back. So all balances return to where
 * they were.
 */
final class ChainFill {

  /** How many transfers a block holds unless it is said otherwise. */
  static final int PER_BLOCK = 10_000;

  private static final int TRANSFERS_AT_ONCE = 1_000_000;
  private static final int ROWS_AT_ONCE = 1_000;

  /** Transfer {@code k} of the fill, with its nonce and the balances after it. */
  private static final String TRANSFERS =
      """
      with filling as (
      select %9$d + (k + 1) * 65536 as seq, block, position, sha256(convert_to('ledgerstone transfer 1' || e'\\n'
          || 'ledger %1$s' || e'\\n' || 'asset %2$s' || e'\\n' || 'from ' || s.address || e'\\n'
          || 'to ' || r.address || e'\\n' || 'amount 1' || e'\\n' || 'nonce ' || s.nonce + lap
          || e'\\n' || 'until 0' || e'\\n' || 'memo -' || e'\\n', 'UTF8')) as id,
        s.address as sender, r.address as receiver, s.nonce + lap as nonce,
        %3$d + block - %4$d as accepted,
        '\\x00'::bytea || substr(sha256(int8send(k)), 2) || '\\x00'::bytea
          || substr(sha256(int8send(-k)), 2) || '\\x1b'::bytea as proof,
        s.valid + case when payer = 0 or payer = %5$d then -1 else 0 end as sender_balance,
        r.valid + case when payee = 0 or payee = %5$d then 0 else 1 end as receiver_balance
      from (
        select k, %4$d + k / %6$d as block, k %% %6$d as position,
          case k %% 20 when 0 then %5$d when 10 then %5$d + 1 else j %% %5$d end as payer,
          case k %% 20 when 0 then %5$d + 1 when 10 then %5$d else (j + 1) %% %5$d end as payee,
          case k %% 10 when 0 then k / 20 else j / %5$d end as lap
        from (select k, k - k / 10 - 1 as j from generate_series(%7$d::bigint, %8$d) k) n
      ) t
      join filled s on s.number = payer
      join filled r on r.number = payee
      ), written as (
      insert into recorded (seq, id, kind, asset, sender, receiver, amount, nonce, until, accepted,
        scheme, proof)
      select seq, id, 'transfer', '%2$s', sender, receiver, 1, nonce, 0, accepted, 2, proof
      from filling)
      insert into places (seq, block_index, position, sender_balance, receiver_balance)
      select seq, block, position, sender_balance, receiver_balance from filling
      """;

  private static final String BLOCK =
      """
      insert into blocks ("index", previous_hash, "timestamp", data, hash, history_root, miner,
        transaction_count, merkle_root, difficulty, nonce, seal, work)
      values (?, ?, ?, '', ?, ?, ?, ?, ?, 0, 0, ?, ?)
      """;

  private final World world;
  private final Connection connection;
  private final int perBlock;

  ChainFill(World world, Connection connection, int perBlock) {
    this.world = world;
    this.connection = connection;
    this.perBlock = perBlock;
  }

  /** How many transfers a fill can add at a time: every account gets as far as the others. */
  static long step(int accounts) {
    return 10L * accounts;
  }

  /**
   * Adds transfers to the chain.
   *
   * @param transfers a multiple of the step, in blocks of a size that divides {@link #PER_BLOCK}
   */
  void add(long transfers) throws SQLException {
    if (transfers % step(world.accounts()) != 0
        || transfers % perBlock != 0
        || PER_BLOCK % perBlock != 0) {
      throw new IllegalArgumentException("A fill of " + transfers + " does not come out even");
    }
    numberAccounts();
    long seq = single("select greatest(last_seq, sealed_to) from admissions cross join head");
    addTransfers(transfers, seq);
    addBlocks(transfers, seq);
    countNonces(transfers);
    try (var statement = connection.createStatement()) {
      statement.execute("drop table filled");
      statement.execute("vacuum analyze");
      statement.execute("checkpoint");
    }
  }

  private void numberAccounts() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "create table filled (number int primary key, address varchar(63), valid numeric(38),"
              + " nonce bigint)");
    }
    var numbers = new Integer[world.wallets().count()];
    var addresses = new String[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
      addresses[i] = world.wallets().address(i).text();
    }
    try (var insert =
        connection.prepareStatement(
            "insert into filled select k.number, k.address, coalesce(a.valid, 0),"
                + " coalesce(a.next_nonce, 0) from unnest(?, ?) as k (number, address)"
                + " left join accounts a on a.address = k.address")) {
      insert.setArray(1, connection.createArrayOf("int4", numbers));
      insert.setArray(2, connection.createArrayOf("varchar", addresses));
      insert.executeUpdate();
    }
    try (var statement = connection.createStatement()) {
      statement.execute("analyze filled");
    }
  }

  private void addTransfers(long transfers, long seq) throws SQLException {
    long first = single("select block_index + 1 from head");
    long since = Time.parse(text("select max(\"timestamp\") from blocks")).orElseThrow().millis();
    for (long from = 0; from < transfers; from += TRANSFERS_AT_ONCE) {
      long to = Math.min(transfers, from + TRANSFERS_AT_ONCE) - 1;
      try (var statement = connection.createStatement()) {
        statement.execute("select reach_recorded(" + numbered(seq, to) + ")");
        statement.execute(
            TRANSFERS.formatted(
                world.rules().ledger(),
                World.ASSET,
                since,
                first,
                world.accounts(),
                perBlock,
                from,
                to,
                seq));
      }
    }
    try (var statement = connection.createStatement()) {
      statement.execute("update head set sealed_to = (select max(seq) from recorded)");
      statement.execute("update admissions set last_seq = (select max(seq) from recorded)");
    }
  }

  /** The number of transfer {@code k} in the order of all. */
  private static long numbered(long seq, long k) {
    return seq + (k + 1) * 65536;
  }

  private void addBlocks(long transfers, long seq) throws SQLException {
    long index = single("select block_index from head");
    long since = Time.parse(text("select max(\"timestamp\") from blocks")).orElseThrow().millis();
    var previous = Hash.parse(text("select block_hash from head")).orElseThrow();
    var history = history();
    try (var insert = connection.prepareStatement(BLOCK);
        var nodes = connection.prepareStatement("insert into history values (?, ?, ?)")) {
      var leaves = new ArrayDeque<Hash>();
      for (int n = 1; n <= transfers / perBlock; n++) {
        index++;
        if (leaves.isEmpty()) {
          long from = (long) (n - 1) * perBlock;
          leaves.addAll(leaves(seq, from, Math.min(transfers, from + PER_BLOCK) - 1));
        }
        var held = Stream.generate(leaves::remove).limit(perBlock).toList();
        var header =
            new Header(
                index,
                previous,
                MerkleTree.root((level, at) -> history.get(level + "/" + at), index - 1),
                new Time(since + n),
                Optional.of(World.MINER.address()),
                perBlock,
                MerkleTree.root(held),
                "-",
                0,
                0);
        previous = header.hash();
        insert(insert, header);
        append(history, index, previous, nodes);
        if (n % ROWS_AT_ONCE == 0) {
          insert.executeBatch();
          nodes.executeBatch();
        }
      }
      insert.executeBatch();
      nodes.executeBatch();
    }
    try (var update =
        connection.prepareStatement(
            "update head set version = version + 1, block_index = ?, block_hash = ?, work = ?")) {
      update.setLong(1, index);
      update.setString(2, previous.toString());
      update.setBigDecimal(3, BigDecimal.valueOf(index - 1));
      update.executeUpdate();
    }
  }

  /** The leaves of transfers {@code from} to {@code to}. */
  private List<Hash> leaves(long seq, long from, long to) throws SQLException {
    var leaves = new ArrayList<Hash>();
    try (var query =
        connection.prepareStatement(
            "select id, accepted, scheme, proof from recorded where seq between ? and ?"
                + " order by seq")) {
      query.setLong(1, numbered(seq, from));
      query.setLong(2, numbered(seq, to));
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          leaves.add(
              Transaction.leaf(
                  Hash.wrap(rows.getBytes(1)),
                  new Time(rows.getLong(2)),
                  Scheme.of(rows.getInt(3)).orElseThrow(),
                  rows.getBytes(4)));
        }
      }
    }
    return leaves;
  }

  private static void insert(PreparedStatement insert, Header header) throws SQLException {
    insert.setLong(1, header.index());
    insert.setString(2, header.previous().toString());
    insert.setString(3, header.time().toString());
    insert.setString(4, header.hash().toString());
    insert.setString(5, header.history().toString());
    insert.setString(6, World.MINER.address().text());
    insert.setInt(7, header.count());
    insert.setString(8, header.merkleRoot().toString());
    insert.setString(9, World.MINER.sign(header.hash().bytes()).toString());
    insert.setBigDecimal(10, BigDecimal.valueOf(header.index() - 1));
    insert.addBatch();
  }

  private Map<String, Hash> history() throws SQLException {
    var nodes = new HashMap<String, Hash>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select level, position, hash from history")) {
      while (rows.next()) {
        nodes.put(rows.getInt(1) + "/" + rows.getLong(2), Hash.wrap(rows.getBytes(3)));
      }
    }
    return nodes;
  }

  private static void append(
      Map<String, Hash> nodes, long index, Hash block, PreparedStatement insert)
      throws SQLException {
    var finished =
        MerkleTree.append(
            (level, at) -> nodes.get(level + "/" + at), index - 1, SealedBlock.historyLeaf(block));
    for (var node : finished) {
      nodes.put(node.level() + "/" + node.position(), node.hash());
      insert.setInt(1, node.level());
      insert.setLong(2, node.position());
      insert.setBytes(3, node.hash().bytes());
      insert.addBatch();
    }
  }

  /** Balances are what they were; only accounts that had never got anything are new. */
  private void countNonces(long transfers) throws SQLException {
    long hot = transfers / 20;
    long each = (transfers - transfers / 10) / world.accounts();
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          merge into accounts a using filled f on a.address = f.address
          when matched then update set next_nonce = a.next_nonce
            + case when f.number < %1$d then %2$d else %3$d end
          when not matched then insert (address, asset, valid, next_nonce)
            values (f.address, '%4$s', 0, case when f.number < %1$d then %2$d else %3$d end)
          """
              .formatted(world.accounts(), each, hot, World.ASSET));
    }
  }

  private long single(String query) throws SQLException {
    return Long.parseLong(text(query));
  }

  private String text(String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
