package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ledgerstone.audit.verify.PageRows.Node;
import org.ledgerstone.protocol.BlockInState;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.protocol.Time;

/**
 * Judges the blocks of a page by all rules of the protocol and compares every column with what it
 * has to be. Where that does not come out, {@link BlockDiagnosis} finds what is wrong.
 */
final class BlockCheck {

  private final RuleBook rules;
  private final Replay replay;
  private final Findings findings;
  private final BlockDiagnosis diagnosis;
  private final Time now;

  BlockCheck(RuleBook rules, Replay replay, Findings findings, Time now) {
    this.rules = rules;
    this.replay = replay;
    this.findings = findings;
    this.diagnosis = new BlockDiagnosis(rules, replay, findings, now);
    this.now = now;
  }

  /** Goes through the blocks. */
  void check(CheckedPages.Checked checked) {
    var page = checked.page();
    var rows =
        page.blocks().stream()
            .collect(Collectors.groupingBy(row -> row.number(BlockRow.Column.INDEX).orElseThrow()));
    for (long index = page.from(); index <= page.to(); index++) {
      var found = rows.getOrDefault(index, List.of());
      var held = checked.held().getOrDefault(index, List.of());
      if (found.size() != 1 || !isAdded(found.getFirst(), held)) {
        var next = rows.getOrDefault(index + 1, List.of()).stream().findFirst();
        diagnosis.add(
            index,
            found,
            held,
            next.map(row -> row.text(BlockRow.Column.PREVIOUS_HASH)).orElse(page.nameOfLast()),
            page);
      }
      checkHistory(page);
    }
    page.joined()
        .strays()
        .forEach(seq ->
            findings.add("recorded", seq, Finding.ROW, "a row that no block holds", "no row"));
    page.joined()
        .doubled()
        .forEach(seq -> findings.add("recorded", seq, Finding.ROW, "several rows", "one row"));
    replay.reach(page.lastSeq());
  }

  /** Adds the block to the replay if nothing at all is wrong with it. */
  private boolean isAdded(BlockRow row, List<HeldRow> held) {
    if (!held.stream().allMatch(HeldRow::isSound) || !isInOrder(held)) {
      return false;
    }
    var transactions = held.stream().map(one -> one.transaction().orElseThrow()).toList();
    var block =
        row.header()
            .map(header ->
                new SealedBlock(header, row.seal(), row.text(BlockRow.Column.DATA), transactions));
    if (block.isEmpty() || !row.isEqual(BlockRow.of(block.get(), work()))) {
      return false;
    }
    var change = judged(block.get());
    if (change.isEmpty() || !hasBalances(held, change.get())) {
      return false;
    }
    held.forEach(one -> replay.reach(Objects.requireNonNull(one.place().orElseThrow().seq())));
    replay.add(
        Optional.of(block.get().header()), block.get().hash(), transactions, change.get().after());
    return true;
  }

  private boolean isInOrder(List<HeldRow> held) {
    long seq = replay.lastSeq();
    for (int i = 0; i < held.size(); i++) {
      var place = held.get(i).place().orElseThrow();
      if (place.position() != i || place.seq() == null || place.seq() <= seq) {
        return false;
      }
      seq = place.seq();
    }
    return true;
  }

  private BigInteger work() {
    return replay.index() == 0 ? BigInteger.ZERO : replay.workWithNext();
  }

  /** What the block does to the accounts; empty if it breaks a rule. */
  private Optional<StateChange> judged(SealedBlock block) {
    if (replay.index() == 0) {
      return genesis(block);
    }
    if (replay.isUncertain()) {
      return Optional.empty();
    }
    var inForce = rules.inForceAt(replay.index());
    replay.expect(block.transactions());
    var refused = BlockRules.judgeApart(block, replay, inForce, now, order -> true);
    return refused.isEmpty()
            && BlockRules.judgeInState(block, replay, inForce, now)
                instanceof BlockInState.Fits(var change)
        ? Optional.of(change)
        : Optional.empty();
  }

  private Optional<StateChange> genesis(SealedBlock block) {
    var genesis = rules.genesis().block();
    return block.hash().equals(rules.ledger())
            && block.seal().isEmpty()
            && block.transactions().equals(genesis.transactions())
            && block.data().equals(genesis.data())
        ? Optional.of(
            StateChange.of(block.transactions(), account -> Standing.NEW, block.header().time()))
        : Optional.empty();
  }

  private static boolean hasBalances(List<HeldRow> held, StateChange change) {
    for (int i = 0; i < held.size(); i++) {
      var place = held.get(i).place().orElseThrow();
      var balances = change.balances().get(i);
      if (!balances.sender().equals(Optional.ofNullable(place.senderBalance()))
          || !balances.receiver().equals(Optional.ofNullable(place.receiverBalance()))) {
        return false;
      }
    }
    return true;
  }

  private void checkHistory(PageRows page) {
    for (var node : replay.finished()) {
      var stored = page.history().getOrDefault(new Node(node.level(), node.position()), List.of());
      var expected = node.hash().toString();
      if (!stored.equals(List.of(expected))) {
        findings.add(
            "history",
            node.level() + "/" + node.position(),
            stored.size() == 1 ? "hash" : Finding.ROW,
            stored.isEmpty() ? Finding.NOTHING : String.join(", ", stored),
            expected);
      }
    }
  }
}
