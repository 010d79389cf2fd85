package org.ledgerstone.audit.verify;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.ledgerstone.audit.AuditedLedger;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/** A ledger that holds a bit of everything, with every constraint out of the way. */
final class TamperedLedger implements AutoCloseable {

  private final TestLedger ledger;
  private final VerifiedOnce verified;
  private final OpenTables tables;

  private TamperedLedger(TestLedger ledger, VerifiedOnce verified, OpenTables tables) {
    this.ledger = ledger;
    this.verified = verified;
    this.tables = tables;
  }

  static TamperedLedger of(TestDatabase.Kind kind, Path directory) throws SQLException {
    var ledger = AuditedLedger.start(TestDatabase.of(kind));
    var beside = addBeside(ledger);
    try (var connection = ledger.get(DataSource.class).getConnection()) {
      var open = new OpenTables(connection, kind);
      open.run(
          "insert into below_final (hash, block_index, header, seal, received)"
              + " values (?, ?, ?, ?, 0)",
          beside.hash().toString(),
          beside.header().index(),
          beside.header().text(),
          beside.seal().orElseThrow().toString());
      open.open();
    }
    var verified = new VerifiedOnce(ledger, directory);
    return new TamperedLedger(ledger, verified, new OpenTables(verified.connection(), kind));
  }

  /** A block that loses against the one of its height on the chain, and one more on it. */
  private static SealedBlock addBeside(TestLedger ledger) {
    var before = ledger.get(Chain.class).blocks(1, 3);
    var leaves = before.stream().map(block -> SealedBlock.historyLeaf(block.hash())).toList();
    var time = before.getLast().header().time().plusMillis(ledger.rules().intervalMillis() + 1);
    var held =
        BlockRules.reward(ledger.rules(), BlockFixture.MINER.address(), 4).stream()
            .map(reward -> Transaction.unsigned(reward, time))
            .toList();
    var header =
        SealedBlock.header(
            4,
            before.getLast().hash(),
            MerkleTree.root(leaves),
            time,
            BlockFixture.MINER.address(),
            held,
            "",
            ledger.rules().difficulty());
    var block = BlockFixture.seal(header, BlockFixture.MINER, "", held);
    var outcome = ledger.get(Appending.class).append(block, Companion.none());
    if (!(outcome instanceof AppendOutcome.KeptAside)) {
      throw new AssertionError("Not beside: " + outcome);
    }
    return block;
  }

  OpenTables tables() {
    return tables;
  }

  TestLedger ledger() {
    return ledger;
  }

  /** What is found as the tables are now; then they are again as they were. */
  List<Finding> findings(KeptHead... kept) throws SQLException, InterruptedException {
    return verified.whole(List.of(kept)).kept();
  }

  @Override
  public void close() throws SQLException {
    verified.close();
    ledger.stop();
  }
}
