package org.ledgerstone.audit;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.ledger.Sealing;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/**
 * A ledger that holds a bit of everything: five blocks of two miners, three assets, wallets and
 * names, transfers of both forms, posts, something pending and something dropped.
 */
public final class AuditedLedger {

  /** The asset with the most decimals that there can be. */
  static final Asset FINE = new Asset("FINE");

  /** A named account that has paid all that it had. */
  static final Address CAROL = new Address("users:carol");

  /** What a miner wrote into block 2. */
  static final String DATA = "Grüße\n\taus Block 2 – 发票 😀";

  private static final Map<TestDatabase.Kind, TestLedger> RUNNING =
      new EnumMap<>(TestDatabase.Kind.class);

  private AuditedLedger() {}

  /** One for all tests of this JVM, who leave it as it is; closing it checks the invariants. */
  public static TestLedger of(TestDatabase.Kind kind) {
    return RUNNING.computeIfAbsent(kind, k -> start(TestDatabase.of(k)).shared());
  }

  /** One of its own. */
  public static TestLedger start(TestDatabase database) {
    var ledger = TestLedger.start(database, genesis(), Map.of(), context -> {});
    fill(ledger);
    return ledger;
  }

  /** Its name looks like the declaration of an asset. */
  static Genesis genesis() {
    return BlockFixture.genesis(draft -> {
      draft.name = "asset GOLD 9";
      draft.assets.add(new Genesis.DeclaredAsset(FINE, 36));
      for (var units : List.of("1", "1" + "0".repeat(36), "3" + "9".repeat(37))) {
        var to = new Address("fine:" + units.charAt(0) + units.length());
        draft.allocations.add(new Genesis.Share(FINE, to, new Amount(new BigInteger(units))));
      }
    });
  }

  private static void fill(TestLedger ledger) {
    var rules = ledger.rules();
    var alice = BlockFixture.ALICE;
    var bob = BlockFixture.BOB;
    accept(ledger, ledger.signed(noted(ledger, alice, bob.address(), 3, 0), alice));
    accept(
        ledger,
        ledger.seedForm(ledger.transfer("COIN", alice.address(), bob.address(), 10, 0), alice));
    accept(ledger, ledger.signed("GOLD", alice, CAROL, 250, 0));
    accept(ledger, named(ledger, "COIN", BlockFixture.TREASURY, new Address("users:al"), 99, 0));
    accept(ledger, BlockFixture.post(rules, "Hello", "n-1"));
    accept(ledger, BlockFixture.signed(rules, post(ledger, bob), bob));
    seal(ledger, DATA);
    accept(ledger, ledger.signed("COIN", bob, alice.address(), 1013, 0));
    accept(ledger, named(ledger, "GOLD", CAROL, alice.address(), 250, 0));
    seal(ledger, "");
    append(ledger, BlockFixture.MINER);
    accept(ledger, ledger.signed(ending(ledger, alice, bob.address()), alice));
    ledger.clock().advance(10_000);
    accept(ledger, ledger.signed("GOLD", alice, bob.address(), 5, 1));
    seal(ledger, "");
    accept(ledger, ledger.signed("COIN", alice, bob.address(), 7, 1));
    ledger.clock().advance(1_234);
    accept(ledger, ledger.signed("GOLD", alice, bob.address(), 8, 2));
    accept(ledger, BlockFixture.post(rules, "Not yet", "n-2"));
  }

  private static Transfer noted(
      TestLedger ledger, WalletKey from, Address to, long amount, long nonce) {
    var plain = ledger.transfer("COIN", from.address(), to, amount, nonce);
    return new Transfer(
        plain.ledger(),
        plain.asset(),
        plain.from(),
        to,
        plain.amount(),
        plain.nonce(),
        4_102_444_800L,
        "für dich – 发票 😀");
  }

  /** Ends before the next block. */
  private static Transfer ending(TestLedger ledger, WalletKey from, Address to) {
    var plain = ledger.transfer("COIN", from.address(), to, 1, 1);
    return new Transfer(
        plain.ledger(),
        plain.asset(),
        plain.from(),
        to,
        plain.amount(),
        plain.nonce(),
        ledger.clock().time().millis() / 1000 + 1,
        "");
  }

  private static Order named(
      TestLedger ledger, String asset, Address from, Address to, long amount, long nonce) {
    return ledger.signed(ledger.transfer(asset, from, to, amount, nonce), BlockFixture.OPERATOR);
  }

  private static Post post(TestLedger ledger, WalletKey from) {
    return new Post(
        ledger.rules().ledger(),
        Optional.of(from.address()),
        "Zoë 😀",
        "naïve\n\tsecond line",
        "n-1");
  }

  private static void accept(TestLedger ledger, Order order) {
    if (!(ledger.admit(order) instanceof Verdict.Accepted)) {
      throw new AssertionError("Not accepted: " + order);
    }
  }

  private static void seal(TestLedger ledger, String data) {
    ledger.clock().advance(ledger.rules().intervalMillis());
    var outcome = ledger.get(Sealing.class).seal(data, Companion.none());
    if (!(outcome instanceof SealOutcome.Sealed)) {
      throw new AssertionError("Not sealed: " + outcome);
    }
  }

  /** A block of somebody else. */
  private static void append(TestLedger ledger, WalletKey miner) {
    ledger.clock().advance(ledger.rules().intervalMillis());
    var before = ledger.get(Chain.class).blocks(1, 100);
    var time = ledger.clock().time();
    long index = before.size() + 1;
    var held =
        BlockRules.reward(ledger.rules(), miner.address(), index).stream()
            .map(reward -> Transaction.unsigned(reward, time))
            .toList();
    var leaves = before.stream().map(block -> SealedBlock.historyLeaf(block.hash())).toList();
    var header =
        SealedBlock.header(
            index,
            before.getLast().hash(),
            MerkleTree.root(leaves),
            time,
            miner.address(),
            held,
            "",
            ledger.rules().difficulty());
    var block = BlockFixture.seal(header, miner, "", held);
    var outcome = ledger.get(Appending.class).append(block, Companion.none());
    if (!(outcome instanceof AppendOutcome.Appended)) {
      throw new AssertionError("Not appended: " + outcome);
    }
  }
}
