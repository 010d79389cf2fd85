package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.audit.AuditedLedger;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/**
 * An older copy in the place of the database, and last blocks that their miner has made anew: both
 * keep every rule, so only who has kept something outside finds them.
 */
class RewrittenTest {

  @TempDir private Path directory;

  /** The same ledger with the first blocks only. */
  private static TestLedger olderCopy(TestLedger ledger, TestDatabase.Kind kind, long last) {
    var older =
        TestLedger.start(TestDatabase.of(kind), ledger.book().genesis(), Map.of(), context -> {});
    older.clock().advance(60_000);
    for (long index = 2; index <= last; index++) {
      var block = ledger.get(Chain.class).whole(index).orElseThrow();
      assertThat(older.get(Appending.class).append(block, Companion.none()))
          .isInstanceOf(AppendOutcome.Appended.class);
    }
    return older;
  }

  private static KeptHead.BlockHash headOf(TestLedger ledger) {
    var head = ledger.get(Chain.class).head();
    return new KeptHead.BlockHash("a note", head.hash(), Optional.of(head.index()));
  }

  private static KeptHead.Tree treeOf(TestLedger ledger) {
    var hashes =
        ledger.get(Chain.class).blocks(1, 100).stream().map(block -> block.hash()).toList();
    return new KeptHead.Tree("a checkpoint", hashes.size(), root(hashes));
  }

  private static Hash root(List<Hash> blocks) {
    return MerkleTree.root(blocks.stream().map(SealedBlock::historyLeaf).toList());
  }

  private List<Finding> verified(TestLedger ledger, KeptHead... kept) throws Exception {
    try (var once = new VerifiedOnce(ledger, directory)) {
      return once.whole(List.of(kept)).kept();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void anOlderCopyIsFoundByWhatWasKept(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind);
        var older = olderCopy(ledger, kind, 4)) {
      assertThat(verified(older)).isEmpty();
      assertThat(verified(older, headOf(older), treeOf(older))).isEmpty();
      assertThat(verified(older, headOf(ledger)))
          .singleElement()
          .matches(found -> found.table().equals("blocks") && found.key().equals("5"));
      assertThat(verified(older, treeOf(ledger)))
          .singleElement()
          .matches(found -> found.table().equals("head") && found.expected().contains("5"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void rewrittenBlocksAreFoundByWhatWasKept(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind);
        var other = olderCopy(ledger, kind, 4)) {
      other.admit(BlockFixture.post(other.rules(), "It was otherwise", "n-9"));
      other.seal();
      assertThat(other.get(Chain.class).head().index()).isEqualTo(5);
      assertThat(verified(other)).isEmpty();
      assertThat(verified(other, headOf(ledger)))
          .singleElement()
          .matches(found ->
              found.key().equals("5")
                  && found.found().equals(other.get(Chain.class).head().hash().toString())
                  && found.expected().contains(ledger.get(Chain.class).head().hash().toString()));
      assertThat(verified(other, treeOf(ledger)))
          .singleElement()
          .matches(found -> found.column().equals("hash") && found.key().equals("1 to 5"));
    }
  }
}
