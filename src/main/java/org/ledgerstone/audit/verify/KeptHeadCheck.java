package org.ledgerstone.audit.verify;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ledgerstone.audit.verify.PageRows.Node;
import org.ledgerstone.protocol.MerkleTree;

/** Compares the chain with what has been kept outside. */
final class KeptHeadCheck {

  private final LedgerRows rows;
  private final Replay replay;
  private final Findings findings;

  KeptHeadCheck(LedgerRows rows, Replay replay, Findings findings) {
    this.rows = rows;
    this.replay = replay;
    this.findings = findings;
  }

  void check(List<KeptHead> kept) throws SQLException {
    for (var one : kept) {
      switch (one) {
        case KeptHead.BlockHash block -> checkBlock(block);
        case KeptHead.Tree tree -> checkTree(tree);
      }
    }
  }

  private void checkBlock(KeptHead.BlockHash kept) throws SQLException {
    var there =
        rows.all(
            "select \"index\" from blocks where hash = ? and \"index\" <= ?",
            row -> row.getLong(1),
            kept.hash().toString(),
            replay.index());
    if (there.isEmpty()) {
      var instead = kept.index().isEmpty() ? Optional.<String>empty() : hashAt(kept.index().get());
      findings.add(
          "blocks",
          kept.index().map(Object::toString).orElse("any"),
          "hash",
          instead.orElse("a chain of " + replay.index() + " blocks without it"),
          kept.hash() + ", by " + kept.from());
    }
  }

  private Optional<String> hashAt(long index) throws SQLException {
    return rows
        .all("select hash from blocks where \"index\" = ?", row -> "" + row.getString(1), index)
        .stream()
        .findFirst();
  }

  private void checkTree(KeptHead.Tree kept) throws SQLException {
    if (kept.size() > replay.index()) {
      findings.add(
          "head",
          1,
          "block_index",
          replay.index(),
          "at least " + kept.size() + ", by " + kept.from());
      return;
    }
    var peaks = rows.peaks(kept.size());
    var root =
        MerkleTree.root(
            (level, at) -> Objects.requireNonNull(peaks.get(new Node(level, at))), kept.size());
    if (!root.equals(kept.root())) {
      findings.add(
          "blocks",
          "1 to " + kept.size(),
          "hash",
          "a history with the root " + root,
          kept.root() + ", by " + kept.from());
    }
  }
}
