package org.ledgerstone.hostile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.BlockDraft;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.Transaction;

/**
 * Blocks that are wrong in one way each, by name. All but the seal, the work and what is sent along
 * is committed to by a hash that was mined and sealed as it should be.
 */
final class WrongBlocks {

  private static final Map<String, Consumer<BlockDraft>> CHANGES =
      Map.ofEntries(
          Map.entry("valid", block -> {}),
          Map.entry("parent-unknown", b -> b.previous = Hash.ofText("nobody")),
          Map.entry("parent-zero", b -> b.previous = Hash.ZERO),
          Map.entry("index-above", b -> b.index++),
          Map.entry("index-of-parent", b -> b.index--),
          Map.entry("index-1", b -> b.index = 1),
          Map.entry("index-largest", b -> b.index = (1L << 53) - 1),
          Map.entry("history-zero", b -> b.history = Hash.ZERO),
          Map.entry("history-empty", b -> b.history = Hash.ofText("")),
          Map.entry("time-of-parent", b -> b.time = b.time.plusMillis(-1)),
          Map.entry("time-1970", b -> b.time = b.time.plusMillis(-b.time.millis())),
          Map.entry("future", b -> b.time = b.time.plusMillis(10L * 365 * 24 * 3600 * 1000)),
          Map.entry("difficulty-above", b -> b.difficulty++),
          Map.entry("difficulty-0", b -> b.difficulty = 0),
          Map.entry("no-work", b -> b.mined = false),
          Map.entry("sealed-by-another", b -> b.sealer = Optional.of(BlockFixture.BOB)),
          Map.entry("by-bob", b -> b.by(BlockFixture.BOB)),
          Map.entry("by-alice", b -> b.by(BlockFixture.ALICE)),
          Map.entry("no-transaction", b -> b.transactions = all -> List.of()),
          Map.entry(
              "too-many", b -> b.transactions = all -> Collections.nCopies(301, all.getFirst())),
          Map.entry("root-zero", b -> b.header = h -> header(h, h.count(), Hash.ZERO)),
          Map.entry("count-above", b -> b.header = h -> header(h, h.count() + 1, h.merkleRoot())),
          Map.entry("count-0", b -> b.header = h -> header(h, 0, h.merkleRoot())),
          Map.entry("data-control", b -> b.data = "a\u0007"),
          Map.entry("data-override", b -> b.data = "a\u202eb"),
          Map.entry("data-long", b -> b.data = "x".repeat(1001)),
          Map.entry("data-swapped", b -> b.dataSent = Optional.of("other")),
          Map.entry("reward-twice", b -> b.transactions = all -> twice(all, 0)),
          Map.entry("reward-missing", b -> b.transactions = all -> all.subList(1, all.size())),
          Map.entry("reward-last", b -> b.transactions = all -> all.reversed()),
          Map.entry("reward-more", b -> b.transactions = all -> rewarded(b, all, 11, b.index)),
          Map.entry("reward-less", b -> b.transactions = all -> rewarded(b, all, 9, b.index)),
          Map.entry("transfer-twice", b -> b.transactions = all -> twice(all, 1)));

  private WrongBlocks() {}

  static boolean has(String name) {
    return CHANGES.containsKey(name);
  }

  static void apply(String name, BlockDraft block) {
    CHANGES.get(name).accept(block);
  }

  private static List<Transaction> twice(List<Transaction> all, int position) {
    var more = new ArrayList<>(all);
    more.add(all.get(position));
    return more;
  }

  private static List<Transaction> rewarded(
      BlockDraft block, List<Transaction> all, long amount, long index) {
    Address miner = block.miner.address();
    var given = (Reward) all.getFirst().content();
    var reward = new Reward(given.ledger(), given.asset(), miner, Amount.of(amount), index);
    var changed = new ArrayList<>(all);
    changed.set(0, Transaction.unsigned(reward, block.time));
    return changed;
  }

  private static Header header(Header h, int count, Hash root) {
    return new Header(
        h.index(),
        h.previous(),
        h.history(),
        h.time(),
        h.miner(),
        count,
        root,
        h.data(),
        h.difficulty(),
        h.nonce());
  }
}
