package org.ledgerstone.testing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.TextKind;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.Tables.BlockRow;
import org.ledgerstone.testing.Tables.TransactionRow;

/** What must hold of the blocks, their transactions and their history, whatever these move. */
final class ChainInvariants {

  private static final long TEXT_BYTES_MAX = 4 * 1024 * 1024;
  private static final String NOBODY = "0".repeat(64);

  private final Tables tables;
  private final RuleBook rules;
  private final Findings found;
  private final TransactionInvariants each;
  private final Map<Long, List<TransactionRow>> rows;
  private final GrowingTree history = new GrowingTree();

  ChainInvariants(Tables tables, RuleBook rules, Findings found) {
    this.tables = tables;
    this.rules = rules;
    this.found = found;
    this.each = new TransactionInvariants(rules, found);
    this.rows =
        tables.transactions().stream().collect(Collectors.groupingBy(TransactionRow::number));
  }

  void check() {
    var blocks = tables.blocks();
    found.unless(!blocks.isEmpty(), "blocks: there is no genesis");
    var work = BigInteger.ZERO;
    for (int i = 0; i < blocks.size(); i++) {
      var block = blocks.get(i);
      if (i > 0) {
        work = work.add(BigInteger.TWO.pow(rules.inForceAt(i).difficulty()));
      }
      found.unlessEqual(block.index(), i + 1L, at(block, "index"));
      found.unlessEqual(
          block.previousHash(), i == 0 ? NOBODY : blocks.get(i - 1).hash(), at(block, "parent"));
      found.unlessEqual(block.historyRoot(), history.root(), at(block, "history root"));
      found.unlessEqual(block.work(), work, at(block, "work"));
      checkAlone(block, rowsOf(block));
      if (i == 0) {
        checkGenesis(block);
      } else {
        checkSealed(block, blocks.subList(0, i));
      }
      history.append(HexFormat.of().parseHex(block.hash()));
    }
    checkNoStrays();
    checkNumbers();
    checkHistory();
    checkHead();
    checkSideBlocks();
  }

  private List<TransactionRow> rowsOf(BlockRow block) {
    return rows.getOrDefault(block.index(), List.of());
  }

  private void checkAlone(BlockRow block, List<TransactionRow> held) {
    found.unlessEqual(
        block.hash(),
        TransactionInvariants.sha256(headerText(block)),
        at(block, "hash of the header"));
    found.unlessEqual(held.size(), block.count(), at(block, "number of transactions"));
    var leaves = new GrowingTree();
    long textBytes = TransactionInvariants.bytes(block.data());
    for (int i = 0; i < held.size(); i++) {
      var row = held.get(i);
      found.unlessEqual(row.position(), i, row.place() + ": position");
      each.check(row);
      leaves.append(TransactionInvariants.leaf(row));
      textBytes += TransactionInvariants.textBytes(row);
    }
    found.unlessEqual(block.merkleRoot(), leaves.root(), at(block, "Merkle root"));
    found.unless(textBytes <= TEXT_BYTES_MAX, at(block, "texts are too large"));
    found.unless(
        Time.parse(block.timestamp()).isPresent(), at(block, "timestamp is not canonical"));
  }

  static String headerText(BlockRow block) {
    return "ledgerstone block 1"
        + ("\nindex " + block.index())
        + ("\nprevious " + block.previousHash())
        + ("\nhistory " + block.historyRoot())
        + ("\ntime " + block.timestamp())
        + ("\nminer " + (block.miner() == null ? "-" : block.miner()))
        + ("\ntransactions " + block.count() + " " + block.merkleRoot())
        + ("\ndata " + TransactionInvariants.commitment(block.data()))
        + ("\ndifficulty " + block.difficulty())
        + ("\nnonce " + block.nonce() + "\n");
  }

  private void checkGenesis(BlockRow block) {
    found.unlessEqual(block.hash(), rules.ledger().toString(), at(block, "genesis"));
    found.unlessEqual(block.data(), rules.genesis().data(), at(block, "genesis data"));
    found.unless(block.miner() == null && block.seal() == null, at(block, "genesis has a miner"));
    for (var row : rowsOf(block)) {
      found.unlessEqual(row.kind(), "allocation", row.place() + ": kind");
      found.unlessEqual(
          row.accepted(), rules.genesis().time().millis(), row.place() + ": accepted");
    }
  }

  private void checkSealed(BlockRow block, List<BlockRow> before) {
    var inForce = rules.inForceAt(block.index() - 1);
    long time = millis(block);
    found.unless(
        time >= millis(before.getLast()) + inForce.intervalMillis(),
        at(block, "dated too soon after its parent"));
    found.unlessEqual(block.difficulty(), inForce.difficulty(), at(block, "difficulty"));
    found.unless(
        new BigInteger(block.hash(), 16).bitLength() <= 256 - block.difficulty(),
        at(block, "work is not shown by its hash"));
    found.unless(
        block.count() >= 1 && block.count() <= inForce.blockLimit(),
        at(block, "holds " + block.count() + " transactions"));
    TextKind.DATA.fault(block.data()).ifPresent(fault -> found.add(at(block, "data " + fault)));
    checkMiner(block, before, inForce);
    checkTransactions(block, time, inForce);
  }

  private void checkMiner(BlockRow block, List<BlockRow> before, Rules inForce) {
    var signer =
        Optional.ofNullable(block.seal())
            .filter(seal -> seal.equals(seal.toLowerCase(java.util.Locale.ROOT)))
            .flatMap(Signature::fromHex)
            .flatMap(seal -> seal.signerOf(HexFormat.of().parseHex(block.hash())))
            .map(Address::text)
            .orElse(null);
    found.unlessEqual(signer, block.miner(), at(block, "signer of the seal"));
    var listed = inForce.miners().stream().map(Address::text).toList();
    found.unless(
        listed.isEmpty() || listed.contains(block.miner()), at(block, "miner is not listed"));
    int rest = Math.min(listed.size() / 2, before.size() - 1);
    found.unless(
        before.subList(before.size() - rest, before.size()).stream()
            .noneMatch(b -> block.miner() != null && block.miner().equals(b.miner())),
        at(block, "miner made one of the blocks just before"));
  }

  private void checkTransactions(BlockRow block, long time, Rules inForce) {
    var held = new ArrayList<>(rowsOf(block));
    if (inForce.reward().isPresent() && !held.isEmpty()) {
      var first = held.removeFirst();
      found.unlessEqual(first.kind(), "reward", first.place() + ": kind");
      found.unlessEqual(first.receiver(), block.miner(), first.place() + ": receiver");
      found.unlessEqual(
          first.asset(), inForce.nativeAsset().code(), first.place() + ": asset of the reward");
      found.unlessEqual(
          first.amount(), inForce.reward().get().units(), first.place() + ": the reward");
      found.unlessEqual(first.accepted(), time, first.place() + ": accepted");
    }
    for (var row : held) {
      each.checkAuthorization(row);
      found.unless(row.accepted() <= time, row.place() + ": accepted after its block");
      found.unless(
          row.until() == null || row.until() == 0 || row.until() * 1000 >= time,
          row.place() + ": had ended");
    }
  }

  private void checkNoStrays() {
    var indexes = tables.blocks().stream().map(BlockRow::index).collect(Collectors.toSet());
    var ids = new HashSet<String>();
    for (var row : tables.transactions()) {
      found.unless(indexes.contains(row.number()), row.place() + ": there is no such block");
      found.unless(ids.add(row.idText()), row.place() + ": the id stands on the chain before");
    }
    for (var row : tables.pool()) {
      found.unless(ids.add(row.idText()), row.place() + ": the id stands elsewhere as well");
    }
  }

  /** The numbers follow the chain, and the head says where they end. */
  private void checkNumbers() {
    long last = tables.heads().isEmpty() ? 0 : tables.heads().getFirst().sealedTo();
    var recorded = tables.recorded().stream().filter(seq -> seq <= last).toList();
    found.unless(
        tables.placed().equals(recorded),
        "places: the numbers up to " + last + " are not those that are recorded");
    found.unless(
        tables.placed().isEmpty() || tables.placed().getLast() == last,
        "head: sealed_to is " + last + ", not the last number in the chain");
  }

  private void checkHistory() {
    var stored = new HashSet<>(tables.history());
    var expected = new HashSet<>(history.complete());
    for (var node : stored) {
      found.unless(expected.contains(node), "history: wrong or too much, " + node);
    }
    for (var node : expected) {
      found.unless(stored.contains(node), "history: missing, " + node);
    }
  }

  private void checkHead() {
    found.unlessEqual(tables.heads().size(), 1, "head: number of rows");
    if (tables.heads().isEmpty() || tables.blocks().isEmpty()) {
      return;
    }
    var head = tables.heads().getFirst();
    var last = tables.blocks().getLast();
    found.unlessEqual(head.index(), last.index(), "head: index");
    found.unlessEqual(head.hash(), last.hash(), "head: hash");
    found.unlessEqual(head.work(), last.work(), "head: work");
    found.unless(head.version() >= 1, "head: version " + head.version());
  }

  private void checkSideBlocks() {
    var main = tables.blocks().stream().map(BlockRow::hash).collect(Collectors.toSet());
    for (var side : tables.sideBlocks()) {
      found.unless(!main.contains(side.hash()), "side_blocks: on the chain that counts, " + side);
      found.unless(side.index() > 1, "side_blocks: a second genesis, " + side);
    }
  }

  private static long millis(BlockRow block) {
    return Time.parse(block.timestamp()).map(Time::millis).orElse(0L);
  }

  private static String at(BlockRow block, String what) {
    return "blocks: " + block.index() + ": " + what;
  }
}
