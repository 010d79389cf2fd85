package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.audit.verify.BlockRow.Column;
import org.ledgerstone.audit.verify.PageRows.Node;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;

/**
 * Finds out what is wrong with a block that is not as it should be, and adds to the replay what it
 * most likely was, so that what follows is not found wrong because of it.
 *
 * <p>A block's hash stands in several places: in its row, in the next block, in the history, and it
 * follows from the other columns. Most places say what it was. What a column has to be follows from
 * the blocks before and from what the block holds; if the header with that value has the block's
 * hash, that was it.
 */
final class BlockDiagnosis {

  private static final String TABLE = "blocks";
  private static final List<Column> OF_GENESIS =
      List.of(Column.TIMESTAMP, Column.DATA, Column.DIFFICULTY, Column.NONCE, Column.MINER);

  private final RuleBook rules;
  private final Replay replay;
  private final Findings findings;
  private final Time now;

  BlockDiagnosis(RuleBook rules, Replay replay, Findings findings, Time now) {
    this.rules = rules;
    this.replay = replay;
    this.findings = findings;
    this.now = now;
  }

  /**
   * Says what is wrong and adds the block.
   *
   * @param rows of its index; there should be one
   * @param named the hash that what follows has for it
   */
  void add(long index, List<BlockRow> rows, List<HeldRow> held, String named, PageRows page) {
    long before = findings.count();
    var suspect = replay.isUncertain();
    var row = theOne(index, rows, named);
    var hash = hash(row, named, page);
    var body = new BodyDiagnosis(rules, replay, findings).of(index, row, held);
    var header = header(row, hash, body);
    unlessEqual(row, Column.HASH, hash.toString());
    unlessEqual(row, Column.WORK, index == 1 ? BigInteger.ZERO : replay.workWithNext());
    header.ifPresent(one -> checkSeal(row, one, hash));
    if (findings.count() == before && !suspect && !replay.isApproximate()) {
      findings.add(TABLE, index, Finding.ROW, refusal(row, body), "a block that keeps the rules");
    }
    replay.add(header, hash, body.transactions(), body.after());
  }

  private BlockRow theOne(long index, List<BlockRow> rows, String named) {
    if (rows.isEmpty()) {
      findings.add(TABLE, index, Finding.ROW, Finding.NOTHING, "the block " + named);
      return BlockRow.missing(index);
    }
    var one =
        rows.stream()
            .filter(row -> row.text(Column.HASH).equals(named))
            .findFirst()
            .orElse(rows.getFirst());
    if (rows.size() > 1) {
      findings.add(TABLE, index, Finding.ROW, rows.size() + " rows", "one row");
    }
    return one;
  }

  /** What most places say; of several the one that the row has. */
  private Hash hash(BlockRow row, String named, PageRows page) {
    var computed = row.header().map(Header::hash);
    var said =
        Stream.of(row.hash(Column.HASH), Hash.parse(named), computed)
            .flatMap(Optional::stream)
            .toList();
    var leaf =
        page.history().getOrDefault(new Node(0, replay.index()), List.of()).stream()
            .findFirst()
            .orElse("");
    return said.stream()
        .max(
            Comparator.comparingLong(hash ->
                said.stream().filter(hash::equals).count()
                    + (SealedBlock.historyLeaf(hash).toString().equals(leaf) ? 1 : 0)))
        .orElse(Hash.ZERO);
  }

  /** The header with this hash; empty if it cannot be made out. */
  private Optional<Header> header(BlockRow row, Hash hash, BodyDiagnosis.Body body) {
    if (row.value(Column.HASH) == null && row.value(Column.TIMESTAMP) == null) {
      return Optional.empty();
    }
    var expected = expected(row, hash, body);
    for (var unsure : List.of(List.<Column>of(), List.of(Column.MINER), ofTheBody(), all())) {
      var values = new HashMap<>(expected);
      unsure.forEach(values::remove);
      var better = row;
      for (var value : values.entrySet()) {
        better = better.with(value.getKey(), value.getValue());
      }
      var header = better.header().filter(one -> one.hash().equals(hash));
      if (header.isPresent()) {
        values.forEach((column, value) -> unlessEqual(row, column, value));
        return header;
      }
    }
    for (var column : List.of(Column.PREVIOUS_HASH, Column.HISTORY_ROOT, Column.DIFFICULTY)) {
      unlessEqual(row, column, expected.get(column));
    }
    var computed = row.header().map(one -> one.hash().toString()).orElse("no header");
    findings.add(
        TABLE,
        row.shown(Column.INDEX),
        columnsLeft(row, expected),
        "a header that hashes to " + computed,
        "one that hashes to " + hash);
    return Optional.empty();
  }

  private static List<Column> ofTheBody() {
    return List.of(Column.TRANSACTION_COUNT, Column.MERKLE_ROOT);
  }

  private static List<Column> all() {
    return List.of(Column.TRANSACTION_COUNT, Column.MERKLE_ROOT, Column.MINER);
  }

  /** Columns that nothing else says: one of them it has to be. */
  private static String columnsLeft(BlockRow row, Map<Column, @Nullable Object> expected) {
    var left = new ArrayList<String>();
    for (var column : List.of(Column.TIMESTAMP, Column.DATA, Column.NONCE)) {
      boolean unreadable =
          switch (column) {
            case TIMESTAMP -> Time.parse(row.text(column)).isEmpty();
            case DATA -> row.value(column) == null;
            default -> !(row.value(column) instanceof BigInteger n) || n.signum() < 0;
          };
      if (unreadable) {
        return column.sql();
      }
      left.add(column.sql());
    }
    for (var column : ofTheBody()) {
      if (!Objects.equals(row.value(column), expected.get(column))) {
        left.add(column.sql());
      }
    }
    return String.join(" or ", left);
  }

  private Map<Column, @Nullable Object> expected(BlockRow row, Hash hash, BodyDiagnosis.Body body) {
    var expected = new HashMap<Column, @Nullable Object>();
    expected.put(Column.INDEX, BigInteger.valueOf(replay.index() + 1));
    expected.put(Column.PREVIOUS_HASH, replay.parentHash().toString());
    expected.put(Column.HISTORY_ROOT, replay.historyRoot().toString());
    expected.put(Column.TRANSACTION_COUNT, BigInteger.valueOf(body.count()));
    body.root().ifPresent(root -> expected.put(Column.MERKLE_ROOT, root.toString()));
    if (replay.index() > 0) {
      var inForce = rules.inForceAt(replay.index());
      expected.put(Column.DIFFICULTY, BigInteger.valueOf(inForce.difficulty()));
      row.seal()
          .flatMap(seal -> seal.signerOf(hash.bytes()))
          .map(Address::text)
          .ifPresent(signer -> expected.put(Column.MINER, signer));
    } else {
      var genesis = BlockRow.of(rules.genesis().block(), BigInteger.ZERO);
      for (var column : OF_GENESIS) {
        expected.put(column, genesis.value(column));
      }
    }
    return expected;
  }

  private void unlessEqual(BlockRow row, Column column, @Nullable Object expected) {
    if (row.value(Column.HASH) != null || row.value(Column.TIMESTAMP) != null) {
      findings.unlessEqual(TABLE, replay.index() + 1, column.sql(), row.value(column), expected);
    }
  }

  private void checkSeal(BlockRow row, Header header, Hash hash) {
    if (header.miner().isEmpty()) {
      if (row.value(Column.SEAL) != null) {
        findings.add(TABLE, header.index(), "seal", row.shown(Column.SEAL), "null");
      }
    } else if (!row.seal().flatMap(seal -> seal.signerOf(hash.bytes())).equals(header.miner())) {
      findings.add(
          TABLE,
          header.index(),
          "seal",
          row.shown(Column.SEAL),
          "a signature of " + header.miner().get().shown());
    }
  }

  /** Nothing else is wrong: then it is a rule that the block breaks. */
  private String refusal(BlockRow row, BodyDiagnosis.Body body) {
    if (replay.index() == 0) {
      return "another block than the genesis of this ledger";
    }
    var inForce = rules.inForceAt(replay.index());
    var block =
        new SealedBlock(
            row.header().orElseThrow(), row.seal(), row.text(Column.DATA), body.transactions());
    replay.expect(block.transactions());
    return BlockRules.judge(block, replay, inForce, now)
        .map(BlockDiagnosis::told)
        .orElse("a block that is not as others are");
  }

  private static String told(BlockRefused why) {
    return "it does not keep the rule \"" + why.rule() + "\": " + why.refused().detail();
  }

  /** The root over leaves; empty if one of them is not known. */
  static Optional<Hash> root(List<Optional<Hash>> leaves) {
    return leaves.stream().allMatch(Optional::isPresent)
        ? Optional.of(MerkleTree.root(leaves.stream().map(Optional::orElseThrow).toList()))
        : Optional.empty();
  }
}
