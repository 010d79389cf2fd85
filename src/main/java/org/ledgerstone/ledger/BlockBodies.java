package org.ledgerstone.ledger;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.web.JsonWalk;
import org.ledgerstone.web.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What blocks hold, of many blocks at once and without their headers, as one node hands it to
 * another that has judged the headers: {@code {"bodies":[[data,[transaction,…]],…]}}, a transaction
 * as {@link BodyJson} writes it. Between the rows of the table and these bytes nothing is built.
 */
@Component
public class BlockBodies {

  /** How many blocks are written at once at most. */
  public static final int BLOCKS_MAX = 500;

  /** No further block is written behind so many bytes. */
  public static final int BYTES_ENOUGH = 8 << 20;

  private static final int TRANSACTIONS_ENOUGH = 10_000;
  private static final int ROWS_AT_ONCE = 1_000;
  private static final int ATTEMPTS = 3;
  private static final String BODIES = "bodies";
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Chain chain;
  private final JdbcClient jdbc;
  private final BodyJson transactions;

  BlockBodies(Chain chain, JdbcClient jdbc, BodyJson transactions) {
    this.chain = chain;
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /** A block whose body is to be written. */
  private record Frame(long index, String data, int count) {}

  /**
   * The bodies of the blocks from this index, 2 or more, up to the block with this hash: as many of
   * them as fit into one answer, at least one. Empty if the chain has no such block from there on.
   *
   * @return JSON in UTF-8
   * @throws Problem 503 if the chain keeps changing meanwhile
   */
  public Optional<byte[]> write(long from, Hash last) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long replaced = chain.head().replaced();
      var to = chain.block(last).map(block -> block.header().index()).filter(i -> i >= from);
      if (to.isEmpty()) {
        return Optional.empty();
      }
      var written = write(from, to.get());
      // A chain that is not replaced only grows: what was read belongs together.
      if (chain.head().replaced() == replaced) {
        return Optional.of(
            written.orElseThrow(() -> new BrokenLedgerException("Block " + from + " has gaps")));
      }
    }
    throw Refusals.chainChanged();
  }

  /** Empty if rows are missing. */
  private Optional<byte[]> write(long from, long to) {
    var bytes = new ByteArrayOutputStream();
    int written = 0;
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeArrayPropertyStart(BODIES);
      var rest = frames(from, to);
      while (!rest.isEmpty() && bytes.size() < BYTES_ENOUGH && written < TRANSACTIONS_ENOUGH) {
        var some = rest.subList(0, together(rest));
        int count = some.stream().mapToInt(Frame::count).sum();
        if (!areWritten(some, count, json)) {
          return Optional.empty();
        }
        written += count;
        json.flush();
        rest = rest.subList(some.size(), rest.size());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return Optional.of(bytes.toByteArray());
  }

  private List<Frame> frames(long from, long to) {
    return jdbc.sql(
            "select \"index\", data, transaction_count from blocks"
                + " where \"index\" between ? and ? order by \"index\" limit "
                + BLOCKS_MAX)
        .param(from)
        .param(to)
        .query((row, n) -> new Frame(row.getLong(1), row.getString(2), row.getInt(3)))
        .list();
  }

  /** How many of these blocks are read at once. */
  private static int together(List<Frame> rest) {
    int blocks = 1;
    int rows = rest.getFirst().count();
    while (blocks < rest.size() && rows + rest.get(blocks).count() <= ROWS_AT_ONCE) {
      rows += rest.get(blocks).count();
      blocks++;
    }
    return blocks;
  }

  /** Transactions are numbered along the chain, so those of these blocks stand side by side. */
  private boolean areWritten(List<Frame> blocks, int count, JsonGenerator json) {
    return jdbc.sql(
            "select "
                + BodyJson.COLUMNS
                + " from recorded r where r.seq >="
                + " (select seq from places where block_index = ? and position = 0)"
                + " order by r.seq limit ?")
        .param(blocks.getFirst().index())
        .param(count)
        .query(rows -> {
          for (var block : blocks) {
            if (!isWritten(block, rows, json)) {
              return false;
            }
          }
          return true;
        });
  }

  private static boolean isWritten(Frame block, ResultSet rows, JsonGenerator json)
      throws SQLException {
    json.writeStartArray();
    json.writeString(block.data());
    json.writeStartArray();
    for (int i = 0; i < block.count(); i++) {
      if (!rows.next()) {
        return false;
      }
      BodyJson.write(rows, json);
    }
    json.writeEndArray();
    json.writeEndArray();
    return true;
  }

  /**
   * Joins what another node wrote to the headers that it belongs to, in order: at least one whole
   * block, at most as many as there are headers.
   *
   * @throws Problem if it is malformed; whether it is what the headers commit to is for the
   *     protocol
   */
  public List<SealedBlock> read(byte[] json, List<SealedHeader> headers) {
    return read(json, headers, transactions);
  }

  static List<SealedBlock> read(byte[] json, List<SealedHeader> headers, BodyJson transactions) {
    return JsonWalk.read(json, walk -> read(walk, headers, transactions));
  }

  private static List<SealedBlock> read(
      JsonWalk walk, List<SealedHeader> headers, BodyJson transactions) {
    var blocks = new ArrayList<SealedBlock>();
    walk.enterObject(BODIES);
    walk.enterArray();
    while (walk.enterNextArray()) {
      if (blocks.size() == headers.size()) {
        throw Problem.malformed("These are more bodies than were asked for.");
      }
      blocks.add(read(walk, headers.get(blocks.size()), transactions));
      walk.leaveArray();
    }
    walk.leaveObject();
    if (blocks.isEmpty()) {
      throw Problem.malformed("At least one body is expected.");
    }
    return blocks;
  }

  private static SealedBlock read(JsonWalk walk, SealedHeader header, BodyJson transactions) {
    var data = walk.text();
    var held = new ArrayList<Transaction>();
    walk.enterArray();
    while (walk.enterNextArray()) {
      if (held.size() == header.header().count()) {
        throw Problem.malformed("A body holds more than its header says.");
      }
      held.add(transactions.read(walk, header.header().index()));
    }
    return new SealedBlock(header.header(), Optional.of(header.seal()), data, held);
  }
}
